using System.Buffers;
using PolicyGate.Formats.Pickle;

namespace PolicyGate.Formats.LeRobot;

/// <summary>
/// Writes a pickled <c>TimedObservation</c>, byte for byte what Python writes of it. Allocates nothing; pictures are
/// copied once, into the output.
/// </summary>
internal static class TimedObservationWriter
{
    // CPython's, of one SETITEMS.
    private const int Batch = 1000;

    public static void Write(IBufferWriter<byte> output, TimedObservation observation)
    {
        var pickle = new PickleWriter(output);
        int unshared = 0;
        pickle.Global(observation.Module.Name(), "TimedObservation"u8, ref unshared);
        pickle.NewObject();
        pickle.NewDictionary();
        pickle.Mark();
        pickle.Text("timestamp"u8);
        pickle.Number(observation.Timestamp);
        pickle.Text("timestep"u8);
        pickle.Integer(observation.Timestep);
        pickle.Text("observation"u8);
        WriteValues(ref pickle, observation);
        pickle.Text("must_go"u8);
        pickle.Boolean(observation.MustGo);
        pickle.SetItems();
        pickle.Build();
        pickle.End();
    }

    private static void WriteValues(ref PickleWriter pickle, TimedObservation observation)
    {
        int joints = observation.JointNames.Count;
        int all = joints + observation.Pictures.Count + 1;
        var pictures = new NumPyPictureWriter(observation.NumPy);
        pickle.NewDictionary();
        for (int i = 0; i < all; i++)
        {
            if (all > 1 && i % Batch == 0)
                pickle.Mark();
            if (i < joints)
            {
                pickle.Text(observation.JointNames[i]);
                pickle.Number(observation.Joints[i]);
            }
            else if (i < all - 1)
            {
                LeRobotPicture picture = observation.Pictures[i - joints];
                pickle.Text(picture.Name);
                pictures.Write(ref pickle, picture);
            }
            else
            {
                pickle.Text("task"u8);
                pickle.Text(observation.Task);
            }
            if (all == 1)
                pickle.SetItem();
            else if (i % Batch == Batch - 1 || i == all - 1)
                pickle.SetItems();
        }
    }
}
