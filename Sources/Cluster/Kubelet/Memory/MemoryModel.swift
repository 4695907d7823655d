/// The memory of all nodes: what each container holds, its limit and what its node leaves pods.
///
/// A container submits how much it holds from now on and gets it, or is refused: by its own cgroup
/// or its pod's (`memory.max`), or because the node has nothing left for pods. What is held is
/// resident: there is no swap, and page cache counts for nothing, as in the working set that the
/// kubelet reads. What a node's own daemons hold is not known; it is taken to be nothing.
package struct MemoryModel: Sendable {
  /// What became of a submission.
  enum Answer: Equatable {
    /// It is held, and so many bytes are left before a limit.
    case granted(left: Int64)
    /// The cgroup's limit would be broken: the container is killed.
    case overLimit
    /// The node has nothing left for pods: the kernel kills somebody.
    case nodeExhausted
  }

  private var held: [Int64] = []
  /// By pod: what containers that ended have left in volumes.
  private var left: [Int64] = []
  private var nodeHeld: [Int64] = []
  private var nodeCapacity: [Int64] = []
  private var nodePodLimit: [Int64] = []

  /// Adds a node that has so many bytes, of which pods may hold some or all.
  mutating func addNode(capacity: Int64, podLimit: Int64) {
    precondition(podLimit <= capacity, "pods hold no more than their node has")
    nodeHeld.append(0)
    nodeCapacity.append(capacity)
    nodePodLimit.append(podLimit)
  }

  /// Bytes that a container holds.
  func held(by container: Int) -> Int64 { container < held.count ? held[container] : 0 }

  /// Bytes that nobody on a node holds.
  func available(on node: Int) -> Int64 { nodeCapacity[node] - nodeHeld[node] }

  /// Bytes that a node has.
  func capacity(of node: Int) -> Int64 { nodeCapacity[node] }

  /// Bytes that all pods of a node may hold.
  func podLimit(of node: Int) -> Int64 { nodePodLimit[node] }

  /// Bytes that pods of a node may still take.
  func room(on node: Int) -> Int64 { nodePodLimit[node] - nodeHeld[node] }

  /// Asks for a container's memory to be `bytes` from now on.
  ///
  /// `limit` is what its cgroups leave it; nil for none. A refusal changes nothing.
  mutating func submit(_ bytes: Int64, container: Int, node: Int, limit: Int64?) -> Answer {
    while held.count <= container { held.append(0) }
    let more = bytes - held[container]
    if let limit, bytes > limit { return .overLimit }
    if more > 0, more > room(on: node) { return .nodeExhausted }
    held[container] = bytes
    nodeHeld[node] += more
    return .granted(left: min(limit.map { $0 - bytes } ?? .max, room(on: node)))
  }

  /// Gives back all that a container holds.
  mutating func release(container: Int, node: Int) {
    guard container < held.count else { return }
    nodeHeld[node] -= held[container]
    held[container] = 0
  }

  /// Bytes that ended containers of a pod have left in its volumes.
  func left(by pod: Int) -> Int64 { pod < left.count ? left[pod] : 0 }

  /// Keeps so many bytes of a container that was released just now: they are in a volume of its
  /// pod.
  mutating func leave(_ bytes: Int64, by pod: Int, node: Int) {
    while left.count <= pod { left.append(0) }
    left[pod] += bytes
    nodeHeld[node] += bytes
  }

  /// Gives back what is left in a pod's volumes.
  mutating func removeFiles(of pod: Int, node: Int) {
    guard pod < left.count else { return }
    nodeHeld[node] -= left[pod]
    left[pod] = 0
  }
}
