using PolicyGate.Gateway.Configuration;
using PolicyGate.Gateway.Errors;
using PolicyGate.Gateway.Recording;

namespace PolicyGate.Gateway.Replay;

/// <summary>Plays a recording, tick by tick, and holds each answer against the recorded one.</summary>
internal sealed class ReplayRun(ReplayRequest request, TimeProvider time)
{
    private const int MostUnplayed = 100;

    private readonly ReplayTally _tally = new();
    private readonly List<string> _notes = [];
    private readonly List<string> _unplayed = [];

    /// <summary>Told of every tick that is not the same, as it comes.</summary>
    public Action<ReplayedTickReport> Differs { get; init; } = _ => { };

    /// <param name="input">The recording.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="report">Null where an error is returned.</param>
    /// <returns>Why it cannot be played.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public GatewayError? Run(RecordingInput input, CancellationToken stop, out ReplayReport? report)
    {
        report = null;
        long begun = time.GetTimestamp();
        foreach (RecordingRun run in input.Runs)
        {
            if (ReplayConfiguration.Problem(run.Manifest) is { } problem)
            {
                _unplayed.Add($"{Path.Combine(run.Name, RecordingManifest.FileName)}: {problem}");
                continue;
            }
            if (Open(run.Manifest, out IPlayerSource? source) is { } unopened)
                return unopened;
            using (source)
            {
                if (Play(run, source!, stop) is { } failed)
                    return failed;
            }
        }
        report = _tally.Report(input.Name, _notes, [.. input.Unreadable, .. _unplayed], time.GetElapsedTime(begun));
        return null;
    }

    private GatewayError? Open(RecordingManifest manifest, out IPlayerSource? source)
    {
        source = null;
        if (request.Against is { } server)
        {
            source = new ReplayedServer(server, request.Pace, time);
            return null;
        }
        if (!manifest.Routes.All(route => route.KnowsPolicy) && (request.Policy is null || request.Backend is null))
        {
            return new GatewayError(ErrorCode.InvalidArgument,
                "it was recorded by a robot, which does not know what ran in its server: name a policy by --policy"
                + " FOLDER --backend NAME, or ask a server by --against HOST:PORT");
        }
        LoadedConfiguration loaded = ReplayConfiguration.Load(manifest, request);
        if (loaded.Config is not { } config)
            return new GatewayError(ErrorCode.InvalidArgument, string.Join('\n', loaded.Errors));
        if (ReplayedGateway.Open(config, time, out ReplayedGateway? gateway) is { } unserved)
            return unserved;
        source = gateway;
        _notes.AddRange(WhatRan.Notes(manifest, config, gateway!));
        return null;
    }

    private GatewayError? Play(RecordingRun run, IPlayerSource source, CancellationToken stop)
    {
        using var players = new OpenPlayers(source);
        var pace = new ReplayPace(time);
        try
        {
            foreach (RecordedTick tick in run.Read())
            {
                stop.ThrowIfCancellationRequested();
                if (request.Session is { } wanted && tick.Session != wanted)
                    continue;
                if (request.Pace && stop.WaitHandle.WaitOne(pace.Until(tick)))
                    stop.ThrowIfCancellationRequested();
                Play(tick, run, source, players);
            }
            return null;
        }
        catch (IOException gone)
        {
            return new GatewayError(ErrorCode.Unavailable, gone.Message);
        }
    }

    private void Play(RecordedTick tick, RecordingRun run, IPlayerSource source, OpenPlayers players)
    {
        if (players.Find(tick, out OpenPlayer? player) is { } unplayed)
        {
            if (_unplayed.Count < MostUnplayed && !_unplayed.Contains(unplayed.Message))
                _unplayed.Add(unplayed.Message);
            return;
        }
        bool whole = player!.Episode.Goes(tick);
        PlayedTick played = player.Player.Play(tick);
        var difference = TickDifference.Of(tick, played, source.Compared, !whole, source.Remembers(tick.Route));
        if (difference is null)
            _tally.AddSame(tick.Session);
        else
            Differs(_tally.Add(difference, JointsOf(run.Manifest, tick.Route)));
    }

    private static IReadOnlyList<string> JointsOf(RecordingManifest manifest, string route) =>
        manifest.Routes.FirstOrDefault(known => known.Name == route)?.Joints ?? [];
}
