using SparsePlugins.Conformance;

namespace SparsePlugins.LanguageModels.Tests.Source;

/// <summary>Options and files that can't be used are refused with what to do.</summary>
public sealed class RefusedSourceTests : TorchTest
{
    [Fact]
    public void A_file_of_the_model_that_is_read_and_not_named_is_refused()
    {
        var config = Path.Combine(SmallModel.ModelFolder, "config.json");
        const string fix = "name FOLDER/*.json and FOLDER/*.safetensors";
        Assert.Equal(
            $"language-model: model must name model.safetensors, which is read; {fix}",
            Refusal<ArgumentException>(SmallModel.Options with { Model = [config] })
        );
        Assert.Equal(
            $"language-model: model must name tokenizer.json, which is read; {fix}",
            Refusal<ArgumentException>(
                SmallModel.Options with
                {
                    Model = [config, Path.Combine(SmallModel.ModelFolder, "model.safetensors")],
                }
            )
        );
        Assert.Equal(
            $"language-model: model must name files of one folder, names 2; {fix}",
            Refusal<ArgumentException>(SmallModel.Options with { Model = [config, SmallModel.Addresses] })
        );
    }

    [Fact]
    public void A_context_that_is_longer_than_the_model_allows_is_refused() =>
        Assert.Equal(
            $"{Path.Combine(SmallModel.ModelFolder, "config.json")}: the model was made for 64 tokens, fewer than context, 65; take a shorter one",
            Refusal<InvalidDataException>(SmallModel.Options with { Context = 65 })
        );

    [Fact]
    public void A_hook_that_the_model_lacks_is_refused() =>
        Assert.Equal(
            "hook blocks.2.hook_resid_post: the model has 2 layers, 0 to 1; name one of them",
            Assert
                .Throws<ArgumentException>(() =>
                    new LanguageModelSource(SmallModel.Options with { Hook = "blocks.2.hook_resid_post" }).ActivationDim
                )
                .Message
        );

    [Fact]
    public void A_single_document_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.StartsWith(
            "text must have at least 2 documents, one to train on and one to hold out, has 1; separate documents",
            Refusal<InvalidDataException>(SmallModel.Options with { Text = [folder.Write("one.txt", "One document.")] }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Documents_that_fill_no_context_are_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(
            "the 1 documents to train on have fewer tokens than one context; name more text, or take a shorter context",
            Refusal<InvalidDataException>(SmallModel.Options with { Text = [folder.Write("two.txt", "One.\n<|endoftext|>\nTwo.")] })
        );
    }

    [Fact]
    public void Positions_that_are_all_left_out_are_refused() =>
        Assert.Equal(
            "every token is left out; take a longer context, or a smaller skip_positions",
            Refusal<InvalidDataException>(SmallModel.Options with { SkipPositions = 32 })
        );

    private static string Refusal<TException>(LanguageModelOptions options)
        where TException : Exception
    {
        using var context = ToyProblem.Context();
        return Assert
            .Throws<TException>(() =>
            {
                var source = new LanguageModelSource(options);
                _ = source.ActivationDim;
                source.Open(context).Dispose();
            })
            .Message;
    }
}
