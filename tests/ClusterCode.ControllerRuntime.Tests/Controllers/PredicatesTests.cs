using ClusterCode.ControllerRuntime.Controllers;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using k8s.Models;

namespace ClusterCode.ControllerRuntime.Tests.Controllers;

public sealed class PredicatesTests
{
    [Fact]
    public void And_needs_all_Or_needs_one_and_Not_needs_none()
    {
        UpdatePredicate<Widget> yes = (_, _) => true, no = (_, _) => false;
        var widget = new Widget();
        Assert.True(Predicates.And(yes, yes)(widget, widget));
        Assert.False(Predicates.And(yes, no)(widget, widget));
        Assert.True(Predicates.Or(no, yes)(widget, widget));
        Assert.False(Predicates.Or(no, no)(widget, widget));
        Assert.True(Predicates.Not(no)(widget, widget));
        Assert.False(Predicates.Not(yes)(widget, widget));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, "1", true)]
    [InlineData("1", "2", true)]
    [InlineData("1", null, true)]
    [InlineData("1", "1", false)]
    public void An_annotation_or_label_that_appears_changes_or_vanishes_has_changed(string? before, string? after, bool changed)
    {
        Assert.Equal(changed, Predicates.AnnotationChanged<Widget>("a")(With(before), With(after)));
        Assert.Equal(changed, Predicates.LabelChanged<Widget>("l")(With(before), With(after)));
        Assert.False(Predicates.LabelChanged<Widget>("a")(With(before), With(after)));
    }

    [Fact]
    public void Generation_and_version_are_compared()
    {
        Widget one = new() { Metadata = new V1ObjectMeta { Generation = 1, ResourceVersion = "1" } }, two = new() { Metadata = new V1ObjectMeta { Generation = 1, ResourceVersion = "2" } };
        Assert.False(Predicates.GenerationChanged(one, two));
        Assert.True(Predicates.ResourceVersionChanged(one, two));
    }

    private static Widget With(string? value) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Annotations = value is null ? null : new Dictionary<string, string> { ["a"] = value },
            Labels = value is null ? null : new Dictionary<string, string> { ["l"] = value },
        },
    };
}
