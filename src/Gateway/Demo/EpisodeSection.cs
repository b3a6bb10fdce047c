using System.Net;
using System.Text;

namespace PolicyGate.Gateway.Demo;

/// <summary>One episode on the page: what the cameras saw in each tick, and the joints below.</summary>
/// <param name="report">The whole.</param>
/// <param name="episode">From 0.</param>
internal sealed class EpisodeSection(DemoReport report, int episode)
{
    // The recording's policy moves the right arm and its gripper; the left arm stands still.
    private const int JointsShown = 8;

    private readonly List<DemoTick> _played =
        [.. report.Tally.Ticks.Take(report.Recording.Ticks.Count).Where(tick => tick.Recorded.Episode == episode)];

    private readonly List<DemoFrame> _frames =
        [.. report.Recording.Ticks.Where(tick => tick.Episode == episode).Select(tick => report.Frames[tick.Number])];

    public void Write(StringBuilder html)
    {
        html.Append($"<section class=\"episode\"><div class=\"head\"><h2>Episode {episode + 1}</h2>");
        html.Append("<button type=\"button\" class=\"play\" hidden>Play</button></div>");
        WriteFilm(html);
        WriteJoints(html);
        html.Append("</section>");
    }

    private void WriteFilm(StringBuilder html)
    {
        html.Append($"<div class=\"film\" style=\"--ticks:{_frames.Count}\">");
        html.Append("<span class=\"camera\"></span>");
        for (int tick = 0; tick < _frames.Count; tick++)
        {
            html.Append($"<span class=\"time\" data-tick=\"{tick}\">");
            html.Append($"{tick * EpisodePlayer.RecordedPeriod.TotalSeconds:0.00} s</span>");
        }
        for (int camera = 0; camera < _frames[0].Pictures.Count; camera++)
            WriteCamera(html, camera);
        html.Append("</div>");
    }

    private void WriteCamera(StringBuilder html, int camera)
    {
        string name = _frames[0].Pictures[camera].Camera;
        bool seen = report.SeenCameras.Contains(name);
        html.Append($"<span class=\"camera\">{WebUtility.HtmlEncode(name)}");
        html.Append(seen ? "<small>policy input</small></span>" : "<small>recorded only</small></span>");
        for (int tick = 0; tick < _frames.Count; tick++)
        {
            html.Append($"<img data-tick=\"{tick}\" alt=\"{WebUtility.HtmlEncode(name)}, tick {tick}\"");
            html.Append(seen ? "" : " class=\"unseen\"");
            html.Append(" src=\"data:image/png;base64,");
            html.Append(Convert.ToBase64String(_frames[tick].Pictures[camera].Png)).Append("\">");
        }
    }

    private void WriteJoints(StringBuilder html)
    {
        double seconds = _frames.Count * EpisodePlayer.RecordedPeriod.TotalSeconds;
        html.Append("<div class=\"joints\">");
        int joints = Math.Min(JointsShown, _frames[0].Position.Length);
        for (int joint = 0; joint < joints; joint++)
        {
            int index = joint;
            string name = WebUtility.HtmlEncode(
                joint < report.Joints.Count ? report.Joints[joint].Replace('_', ' ') : $"joint {joint}");
            html.Append($"<figure><figcaption>{name} <small>rad</small></figcaption>");
            html.Append(new JointChart(joint, seconds).Draw(
                name, [.. _frames.Select(frame => frame.Position[index])], _played));
            html.Append("</figure>");
        }
        html.Append("</div>");
    }
}
