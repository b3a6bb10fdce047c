using PolicyGate.Abstractions;

namespace PolicyGate.Tests.Backends.Contract;

/// <summary>Answers beside those of the original, and rows beside rows.</summary>
public sealed class AnswerTests
{
    [ContractTheory, ContractCases(ContractKinds.Answers)]
    public void Answers_are_those_of_the_original(ContractCase tested)
    {
        IReadOnlyList<ContractAnswer> answers = ContractAnswer.Read(tested.Policy.Answers!, out double tolerance);
        using LoadedPolicy policy = tested.Load();
        foreach (ContractAnswer expected in answers)
        {
            using IInference inference = policy.CreateInference(expected.Batch);
            policy.Fill(inference, expected.Seed, expected.Texts);

            byte[][] outputs = policy.RunOn(inference, policy.Arguments with { Rows = expected.Batch });

            foreach ((string name, double[] numbers) in expected.Outputs)
                policy.Numbers(outputs, name).ShouldBe(numbers, tolerance, $"{name}, seed {expected.Seed}");
        }
    }

    [ContractTheory, ContractCases(ContractKinds.Usual | ContractKinds.Batch)]
    public void Each_row_of_a_batch_is_answered_as_if_it_were_alone(ContractCase tested)
    {
        const int Batch = 4;
        using LoadedPolicy policy = tested.Load();
        using IInference together = policy.CreateInference(Batch);
        using IInference alone = policy.CreateInference();
        policy.Fill(together, seed: 5, "put the cube on the plate", "never heard", "räum auf", "");
        IEpisode[] episodes = Episodes(policy, Batch);
        double[] answers = policy.Action(
            policy.RunOn(together, policy.Arguments with { Rows = Batch, Episodes = episodes }));

        for (int row = 0; row < Batch; row++)
        {
            CopyRow(policy, together, alone, row, Batch);
            double[] answer = policy.Action(policy.Run(alone));
            // Sums may be taken in another order for another number of rows.
            answers.AsSpan(row * answer.Length, answer.Length).ToArray().ShouldBe(answer, 1e-6, $"row {row}");
        }
        Dispose(episodes);
    }

    [ContractTheory, ContractCases(ContractKinds.Usual | ContractKinds.Batch)]
    public void Rows_that_are_not_filled_change_nothing_in_those_that_are(ContractCase tested)
    {
        const int Batch = 4, Rows = 2;
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference(Batch);
        policy.Fill(inference, seed: 6, "räum auf", "never heard", "", "");
        IEpisode[] episodes = Episodes(policy, Batch);
        double[] full = policy.Action(
            policy.RunOn(inference, policy.Arguments with { Rows = Batch, Episodes = episodes }));

        int stateRow = policy.Input(inference, TensorRole.State).Length / Batch;
        policy.Input(inference, TensorRole.State)[(Rows * stateRow)..].Fill(0xFF);
        foreach (IEpisode episode in episodes)
            episode.Reset();
        IEpisode[] theirs = [.. episodes.Take(Rows)];
        double[] part = policy.Action(
            policy.RunOn(inference, policy.Arguments with { Rows = Rows, Episodes = theirs }));

        int filled = full.Length / Batch * Rows;
        part.Take(filled).ShouldBe(full.Take(filled));
        Dispose(episodes);
    }

    [ContractTheory, ContractCases(ContractKinds.Text)]
    public void The_text_counts_whatever_its_length_and_alphabet(ContractCase tested)
    {
        using LoadedPolicy policy = tested.Load();
        using IInference inference = policy.CreateInference();
        policy.Fill(inference, seed: 1, "never heard");
        byte[][] unknown = policy.Run(inference);

        policy.Fill(inference, seed: 1, new string('ä', 8_000));
        policy.Run(inference).ShouldBe(unknown);
        policy.Fill(inference, seed: 1, "räum auf");
        policy.Run(inference).ShouldNotBe(unknown);
        policy.Fill(inference, seed: 1, "never heard");
        policy.Run(inference).ShouldBe(unknown);
    }

    private static IEpisode[] Episodes(LoadedPolicy policy, int rows) => policy.Policy is IStatefulPolicy stateful
        ? [.. Enumerable.Range(0, rows).Select(_ => stateful.CreateEpisode())]
        : [];

    private static void Dispose(IEpisode[] episodes)
    {
        foreach (IEpisode episode in episodes)
            episode.Dispose();
    }

    private static void CopyRow(LoadedPolicy policy, IInference from, IInference to, int row, int rows)
    {
        string[] texts = ["put the cube on the plate", "never heard", "räum auf", ""];
        policy.Fill(to, seed: 0, texts[row]);
        for (int i = 0; i < policy.Policy.Signature.Inputs.Count; i++)
        {
            Span<byte> all = from.Input(i);
            all.Slice(row * all.Length / rows, all.Length / rows).CopyTo(to.Input(i));
        }
    }
}
