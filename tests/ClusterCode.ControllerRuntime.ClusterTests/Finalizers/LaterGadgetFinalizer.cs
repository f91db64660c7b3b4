namespace ClusterCode.ControllerRuntime.ClusterTests.Finalizers;

internal sealed class LaterGadgetFinalizer : GadgetFinalizer;
