package import Cluster
package import Mesh
package import SimulationKernel

/// The software inside pods: workers, queues and the programs that requests run through.
///
/// (What Kubernetes calls a workload, the owner of pods, is `WorkloadState` in the room `Cluster`.)
///
/// A request that arrives takes a worker of its pod or waits for one. Its program spends core time
/// on the node's CPU, lets time pass, calls other services and answers. The request holds its
/// worker until the answer leaves, also while it waits for the answers of other services.
public struct Workload: ~Copyable {
  private let inPlace = InPlace()
  /// The compiled endpoints of all models, one after the other.
  var code = Table<Instruction>()
  var callSites = Table<CallSite>()
  var programs = Table<Program>()
  /// By program: its endpoint's name as a number.
  var endpointNames = Table<UInt32>()
  var laws: SamplerBank
  /// The server's side of each call that is being served, by the call's index.
  var executions = Table<Execution>()
  /// The software in each pod, by the pod's index.
  var pods = Table<PodSoftware>()
  var pools = Table<PoolState>()
  var batches = Table<BatchState>()
  var batchThreads = Table<BatchThread>()
  /// The kubelet's checks under way, by `ProbeKind.slot(of:)` of the pod's index.
  var probes = Table<ProbeWork>()
  var caches: [CacheState] = []
  /// By model: the occupancy of pods whose software is gone.
  var pastOccupancies = Table<Occupancy>()
  var externals = Table<ExternalSpec>()
  var externalCounters = Table<ExternalCounters>()
  /// Hosts outside the cluster, by number.
  package let hosts: [String]
  /// Specs of the models, by number.
  var models: [ModelSpec]
  /// The model of each of the cluster's workloads; -1 where another room's software runs.
  var modelOfWorkload: [Int32]
  let seed: UInt64

  /// Makes a room of compiled models without pods; these come as the cluster starts them.
  package init(_ compiled: consuming CompiledModels, seed: UInt64) {
    self.seed = seed
    models = compiled.models
    modelOfWorkload = compiled.modelOfWorkload
    code = Table(compiled.code)
    callSites = Table(compiled.callSites)
    programs = Table(compiled.programs)
    endpointNames = Table(compiled.endpointNames)
    externals = Table(compiled.externals)
    hosts = compiled.hosts
    externalCounters.resize(to: hosts.count, filling: ExternalCounters())
    laws = compiled.laws
    pastOccupancies.resize(to: models.count, filling: Occupancy())
  }

  /// Handles one event addressed to the software in pods.
  package mutating func handle(
    _ notice: Notice, in simulation: inout Simulation, mesh: inout Mesh, cluster: inout Cluster
  ) {
    let call = Handle<Call>(rawValue: notice.argument)
    let ready: Handle<Call>?
    switch notice.kind {
    case CallNotice.arrive:
      ready = arrive(call, in: &simulation, &mesh, &cluster)
      if let ready, beginWait(ready, in: &simulation) { return }
    case CallNotice.response: ready = takeResponse(call, in: &simulation, &mesh, &cluster)
    case WorkloadEvent.waited.rawValue: ready = takeStepEnd(of: call)
    case WorkloadEvent.computed.rawValue: ready = takeComputed(call, in: &simulation, &cluster)
    default:
      handleRare(notice, in: &simulation, &mesh, &cluster)
      return
    }
    if let ready { interpret(from: ready, in: &simulation, &mesh, &cluster) }
  }

  @inline(never)
  private mutating func handleRare(
    _ notice: Notice, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    if notice.kind == CallNotice.nameFound || notice.kind == CallNotice.nameMissing {
      takeName(
        notice.kind == CallNotice.nameFound, for: Handle(rawValue: notice.argument),
        in: &simulation, &mesh)
      return
    }
    let argument = Int(notice.argument)
    if let podNotice = PodNotice(rawValue: notice.kind) {
      handle(podNotice, of: Handle(rawValue: notice.argument), in: &simulation, &mesh, &cluster)
      return
    }
    if notice.kind == CallNotice.firstByte {
      passFirstByte(Handle(rawValue: notice.argument), in: &simulation, &mesh)
      return
    }
    switch WorkloadEvent(rawValue: notice.kind) {
    case .batchComputed: finishBatchThread(argument, in: &simulation, &mesh, &cluster)
    case .batchDue: startBatchIfDue(argument, in: &simulation, &mesh, &cluster)
    case .poolGivenUp:
      giveUpPool(Handle(rawValue: notice.argument), in: &simulation, &mesh, &cluster)
    case .startWaited: endStart(of: .time, argument, in: &simulation, &cluster)
    case .startComputed: endStart(of: .core, argument, in: &simulation, &cluster)
    case .backgroundDue: startBackground(argument, in: &simulation, &cluster)
    case .backgroundComputed: finishBackground(argument, in: &simulation, &cluster)
    case .memoryDue: takeMemoryDue(argument, in: &simulation, &cluster)
    case .probeComputed: finishProbe(argument, in: &simulation, &cluster)
    case .probeLook: lookAtProbe(argument, in: &simulation, &cluster)
    case .waited, .computed, nil:
      preconditionFailure("the software in pods knows every kind of event it is sent")
    }
  }
}
