public import SimulationKernel

/// A piece of work on a CPU: one thread that wants core time until its work is done.
///
/// What `mark` and the links mean depends on the mode; the notice's addressee is kept until the
/// job ends.
public struct CPUJob: SlabElement {
  /// How a job is being served.
  enum Mode: UInt8, BitwiseCopyable {
    /// Has a core of its own and ends at its notice.
    case dedicated
    /// Shares cores; ends when the container's virtual time reaches `mark`.
    case shared
    /// Has no thread yet; `mark` is its work.
    case waiting
    /// Is done; its notice is under way.
    case done
  }

  /// The slab's own word.
  public var slabWord: UInt32 = 0
  var container: Handle<CPUContainer>
  var argument: UInt32
  /// Next in the container's list, queue, or among a heap's siblings.
  var next: Handle<CPUJob>
  /// Before this one in the list or among siblings; the parent of a heap's first child.
  var previous: Handle<CPUJob>
  var child: Handle<CPUJob>
  var room: UInt8
  var kind: UInt8
  var mode: Mode
  /// When the last scheduled notice comes; `Int64.max` if none is under way.
  var notice: Int64
  var mark: Int64

  @inline(__always)
  init(
    container: Handle<CPUContainer>, room: UInt8, kind: UInt8, argument: UInt32, mode: Mode,
    notice: Int64
  ) {
    self.container = container
    self.argument = argument
    self.room = room
    self.kind = kind
    self.mode = mode
    self.notice = notice
    next = .none
    previous = .none
    child = .none
    mark = 0
  }
}
