using ClusterCode.ControllerRuntime.Caching;
using ClusterCode.ControllerRuntime.Serialization;
using ClusterCode.ControllerRuntime.Tests.Fakes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ClusterCode.ControllerRuntime.Tests.Caching;

/// <summary>An informer and a dictionary are put through the same random schedules; every handler's view and every index must equal the dictionary.</summary>
public sealed class InformerModelTests
{
    private const int Keys = 6;
    private static readonly string[] Tags = ["red", "green", "blue"];

    [Property(MaxTest = 2000, EndSize = 100, Arbitrary = [typeof(InformerModelTests)])]
    public async Task Store_indexes_and_every_handler_agree_with_the_model(InformerStep[] steps)
    {
        var run = new Run();
        foreach (var step in steps)
        {
            run.Do(step);
            run.CheckStore();
        }

        await run.EndAsync();
    }

    public static Arbitrary<InformerStep> Step() => Arb.From(
        from action in Gen.Frequency(Enum.GetValues<InformerAction>().Select(action => (action is InformerAction.Set ? 8 : 2, Gen.Constant(action))))
        from key in Gen.Choose(0, Keys - 1)
        from bits in Gen.Choose(0, (1 << (4 * Keys)) - 1)
        select new InformerStep(action, key, bits));

    private sealed class Run
    {
        private readonly Informer<Item> _informer = OfflineInformer.Create(
            Item.Definition,
            options =>
            {
                options.Indexers.Add(new Indexer<Item>("tag", item => item.Tags));
                options.Indexers.Add(new Indexer<Item>("uid", item => [item.Uid]));
            });

        private readonly Dictionary<int, Item> _model = [];
        private readonly List<(MirrorHandler Handler, IResourceEventHandlerRegistration Registration)> _handlers = [];
        private int _versions;

        public Run() => AddHandler();

        public void Do(InformerStep step)
        {
            var known = _model.GetValueOrDefault(step.Key);
            switch (step.Action)
            {
                case InformerAction.Set:
                    _informer.Set(_model[step.Key] = Next(step.Key, known, step.Bits));
                    break;
                case InformerAction.SetAgain when known is not null:
                    _informer.Set(known with { });
                    break;
                case InformerAction.Recreate:
                    _informer.Set(_model[step.Key] = Next(step.Key, null, step.Bits));
                    break;
                case InformerAction.Remove or InformerAction.RemoveUnread or InformerAction.RemoveAnother:
                    _model.Remove(step.Key);
                    _informer.Remove(new("n", $"{step.Key}"), step.Action is InformerAction.RemoveUnread ? null : Next(step.Key, step.Action is InformerAction.Remove ? known : null, step.Bits));
                    break;
                case InformerAction.Replace:
                    Replace(step.Bits);
                    break;
                case InformerAction.AddHandler when _handlers.Count < 4:
                    AddHandler();
                    break;
                case InformerAction.RemoveHandler when _handlers is [var (handler, registration), ..]:
                    registration.Dispose();
                    handler.Gate.Set();
                    _handlers.RemoveAt(0);
                    break;
                case InformerAction.HoldHandler when _handlers is [.., var (held, _)]:
                    held.Gate.Reset();
                    break;
                case InformerAction.LetHandlerGo:
                    _handlers.ForEach(registered => registered.Handler.Gate.Set());
                    break;
                default:
                    break;
            }
        }

        public void CheckStore()
        {
            Assert.Equal(_model.Values.OrderBy(item => item.Name), _informer.Store.List().OrderBy(item => item.Name));
            Assert.Equal(_model.Count, _informer.Store.Count);
            foreach (var tag in Tags)
                Assert.Equal(_model.Values.Where(item => item.Tags.Contains(tag)).OrderBy(item => item.Name), _informer.Store.ByIndex("tag", tag).OrderBy(item => item.Name));
            Assert.All(_model.Values, item => Assert.Same(_informer.Store.Get(item.Key), Assert.Single(_informer.Store.ByIndex("uid", item.Uid))));
            var store = (ObjectStore<Item>)_informer.Store;
            Assert.Equal((_model.Values.SelectMany(item => item.Tags).Distinct().Count(), _model.Count), (store.IndexKeys("tag"), store.IndexKeys("uid")));
        }

        public async Task EndAsync()
        {
            _handlers.ForEach(registered => registered.Handler.Gate.Set());
            // Told last, so that whoever knows of it has been told of everything.
            _informer.Set(_model[Keys] = new Item("end", "end", "end"));
            foreach (var (handler, _) in _handlers)
            {
                Assert.True(SpinWait.SpinUntil(() => handler.View.ContainsKey(_model[Keys].Key), TimeSpan.FromSeconds(60)), "A handler was not told of the last change.");
                Assert.Empty(handler.Contradictions);
                Assert.Equal(_model.Values.OrderBy(item => item.Name), handler.View.Values.OrderBy(item => item.Name));
                Assert.All(handler.View.Values, item => Assert.Same(_informer.Store.Get(item.Key), item));
            }

            if (_informer.HasSynced)
                await Task.WhenAll(_handlers.Select(registered => registered.Registration.WaitForSyncAsync(CancellationToken.None))).WaitAsync(TimeSpan.FromSeconds(60));
        }

        private void Replace(int bits)
        {
            var items = new List<Item>();
            var unreadable = new List<UnreadableItem>();
            for (var key = 0; key < Keys; key++, bits >>= 4)
            {
                var known = _model.GetValueOrDefault(key);
                switch (bits & 15)
                {
                    case < 5 when known is not null:
                        items.Add(known with { });
                        break;
                    case < 8:
                        items.Add(_model[key] = Next(key, known, bits));
                        break;
                    case < 10:
                        items.Add(_model[key] = Next(key, null, bits));
                        break;
                    case < 12:
                        unreadable.Add(new UnreadableItem(new("n", $"{key}"), null, "on purpose"));
                        break;
                    default:
                        _model.Remove(key);
                        break;
                }
            }

            _informer.Replace(new CollectionContents<Item>($"{++_versions}", null, items, unreadable));
        }

        private void AddHandler()
        {
            var handler = new MirrorHandler();
            _handlers.Add((handler, _informer.AddHandler(handler)));
        }

        private Item Next(int key, Item? known, int bits) =>
            new($"{key}", known?.Uid ?? $"u{++_versions}", $"{++_versions}", [.. Tags.Where((_, i) => (bits >> i & 1) == 1)]);
    }
}
