namespace ClusterCode.ControllerRuntime.Caching;

/// <summary>
/// The objects that an index has under one key, told apart by reference. Most keys have one object or a few, and there are as many keys as objects: so one object is
/// held as it is, a few in an array, and only many in a set.
/// </summary>
internal sealed class IndexPosting<T>(StoreIndex<T> index, string key)
    where T : class
{
    /// <summary>Above this a search through an array costs more than a set.</summary>
    private const int Few = 16;

    // A T when there is one, else a T?[] or a HashSet<T>. Only the shape tells: T itself may be any class.
    private object? _objects;
    private Shape _shape;

    private enum Shape : byte
    {
        One,
        Few,
        Many,
    }

    public StoreIndex<T> Index { get; } = index;

    public string Key { get; } = key;

    public int Count { get; private set; }

    public void Add(T obj)
    {
        switch (_shape)
        {
            case Shape.One when Count == 0:
                _objects = obj;
                break;
            case Shape.One:
                _objects = new T?[] { (T)_objects!, obj };
                _shape = Shape.Few;
                break;
            case Shape.Few when Count < Few:
                var few = (T?[])_objects!;
                if (Count == few.Length)
                    Array.Resize(ref few, Count * 2);
                few[Count] = obj;
                _objects = few;
                break;
            case Shape.Few:
                _objects = new HashSet<T>((T[])_objects!, ReferenceEqualityComparer.Instance) { obj };
                _shape = Shape.Many;
                break;
            default:
                ((HashSet<T>)_objects!).Add(obj);
                break;
        }

        Count++;
    }

    public void Remove(T obj)
    {
        switch (_shape)
        {
            case Shape.One:
                _objects = null;
                break;
            case Shape.Few:
                var few = (T?[])_objects!;
                few[Array.FindIndex(few, candidate => ReferenceEquals(candidate, obj))] = few[Count - 1];
                few[Count - 1] = null;
                if (Count == 2)
                    (_objects, _shape) = (few[0], Shape.One);
                break;
            default:
                var many = (HashSet<T>)_objects!;
                many.Remove(obj);
                if (many.Count == Few / 2)
                    (_objects, _shape) = (many.ToArray(), Shape.Few);
                break;
        }

        Count--;
    }

    public void Replace(T old, T obj)
    {
        switch (_shape)
        {
            case Shape.One:
                _objects = obj;
                break;
            case Shape.Few:
                var few = (T?[])_objects!;
                few[Array.FindIndex(few, candidate => ReferenceEquals(candidate, old))] = obj;
                break;
            default:
                var many = (HashSet<T>)_objects!;
                many.Remove(old);
                many.Add(obj);
                break;
        }
    }

    public T[] ToArray() => _shape switch
    {
        Shape.One => Count == 0 ? [] : [(T)_objects!],
        Shape.Few => ((T[])_objects!)[..Count],
        _ => [.. (HashSet<T>)_objects!],
    };
}
