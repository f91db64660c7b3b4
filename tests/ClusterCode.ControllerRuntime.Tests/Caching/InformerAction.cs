namespace ClusterCode.ControllerRuntime.Tests.Caching;

public enum InformerAction
{
    Set,
    SetAgain,
    Recreate,
    Remove,
    RemoveUnread,
    RemoveAnother,
    Replace,
    AddHandler,
    RemoveHandler,
    HoldHandler,
    LetHandlerGo,
}
