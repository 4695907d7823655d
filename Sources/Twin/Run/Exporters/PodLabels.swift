import Cluster
import SimulationKernel

/// The labels of one pod's series: what they have in common is looked up for the first series that
/// is new, and only then.
struct PodLabels {
  private struct Common {
    let namespace: String
    let name: String
    /// Those that kube-state-metrics gives every series of the pod.
    let object: [SeriesLabel]

    init(_ pod: PodHandle, in world: borrowing World) {
      namespace = world.cluster.namespace(of: pod)
      name = world.cluster.name(of: pod)
      object = [
        (name: "job", value: "kube-state-metrics"), (name: "namespace", value: namespace),
        (name: "pod", value: name), (name: "uid", value: world.cluster.uid(of: pod)),
      ]
    }
  }

  private let pod: PodHandle
  private var known: Common?

  init(of pod: PodHandle) { self.pod = pod }

  private mutating func common(in world: borrowing World) -> Common {
    if let known { return known }
    let found = Common(pod, in: world)
    known = found
    return found
  }

  /// The labels of a series of kube-state-metrics, with its own behind the pod's.
  mutating func object(in world: borrowing World, _ own: [SeriesLabel]) -> [SeriesLabel] {
    common(in: world).object + own
  }

  /// The labels that say where the pod is and who owns it.
  mutating func info(in world: borrowing World) -> [SeriesLabel] {
    let owner = owner(world)
    let node = world.cluster.nodeSpecs[Int(world.cluster.pods[pod].node)].name
    return object(
      in: world,
      [
        (name: "node", value: node), (name: "created_by_kind", value: owner.kind),
        (name: "created_by_name", value: owner.name),
      ])
  }

  /// The labels that name the pod's controller.
  mutating func owner(in world: borrowing World) -> [SeriesLabel] {
    let owner = owner(world)
    return object(
      in: world,
      [
        (name: "owner_kind", value: owner.kind), (name: "owner_name", value: owner.name),
        (name: "owner_is_controller", value: owner.kind.isEmpty ? "" : "true"),
      ])
  }

  /// Kind and name of the object that controls the pod; empty for a bare pod.
  private func owner(_ world: borrowing World) -> (kind: String, name: String) {
    let state = world.cluster.pods[pod]
    let owner = world.cluster.workloads[Int(state.owner)]
    switch owner.kind {
    case .pod: return ("", "")
    case .deployment: return ("ReplicaSet", owner.revisions[Int(state.revision)].name)
    case .replicaSet, .statefulSet, .daemonSet, .job, .cronJob, .operated, .podSet:
      return (owner.objectKind, owner.name)
    }
  }

  /// The labels of a series of cAdvisor about one of the pod's containers.
  mutating func container(_ name: String, in world: borrowing World) -> [SeriesLabel] {
    let common = common(in: world)
    let state = world.cluster.pods[pod]
    let spec = world.cluster.templates[Int(state.template)].spec
    let own = (spec.containers + spec.initContainers).first { $0.name == name }
    return [
      (name: "job", value: "kubelet"), (name: "metrics_path", value: "/metrics/cadvisor"),
      (name: "namespace", value: common.namespace), (name: "pod", value: common.name),
      (name: "container", value: name),
      (name: "image", value: own?.image ?? ""),
      (
        name: "node",
        value: state.node >= 0 ? world.cluster.nodeSpecs[Int(state.node)].name : ""
      ),
    ]
  }
}
