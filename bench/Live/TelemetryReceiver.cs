using System.Globalization;
using System.Net;

namespace PolicyGate.Bench.Live;

/// <summary>Takes what is exported by OTLP over HTTP, and forgets it.</summary>
internal sealed class TelemetryReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Thread _thread;
    private readonly string _address;

    public TelemetryReceiver(int port)
    {
        _address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/");
        _listener.Prefixes.Add(_address);
        _listener.Start();
        _thread = new Thread(Serve) { IsBackground = true, Name = "receiver" };
        _thread.Start();
    }

    public int Requests { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>By which a gateway finds it.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _address,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        // Ten times as often as by default, so that each turn meets some.
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "6000",
    };

    public void Dispose()
    {
        _listener.Stop();
        _thread.Join();
        _listener.Close();
    }

    private void Serve()
    {
        byte[] buffer = new byte[64 << 10];
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext call = _listener.GetContext();
                for (int read = 1; read > 0;)
                    Bytes += read = call.Request.InputStream.Read(buffer);
                Requests++;
                call.Response.ContentType = "application/x-protobuf";
                call.Response.Close();
            }
            catch (HttpListenerException)
            {
                // Stopped, or the gateway has gone within a request.
            }
        }
    }
}
