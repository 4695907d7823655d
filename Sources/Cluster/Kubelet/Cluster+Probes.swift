import SimulationKernel

/// The three probes (pkg/kubelet/prober).
///
/// Checks come each period, but an event is only spent on a check that can change something: while
/// the software's health agrees with the probe's settled result, none is armed. Results, counts
/// and times are those of checking each period. Software that answers for itself is asked at each
/// check.
///
/// A probe's worker lives as long as its pod is on the node: it ticks each period from the time the
/// volumes are there, whatever its container does, and a tick that comes while a check goes on is
/// taken at the check's end (worker.go run, Go's Ticker).
extension Cluster {
  /// A probe of a container; nil where it has none.
  func probe(_ kind: ProbeKind, ofContainer index: Int) -> ProbeSpec? {
    // Of the specification only this is copied: checks are frequent.
    let template = Int(pods[containers[index].pod].template)
    let position = Int(containers[index].position)
    switch kind {
    case .startup: return templates[template].running[position].startupProbe
    case .liveness: return templates[template].running[position].livenessProbe
    case .readiness: return templates[template].running[position].readinessProbe
    }
  }

  func state(_ kind: ProbeKind, _ index: Int) -> ProbeState {
    switch kind {
    case .startup: containers[index].startup
    case .liveness: containers[index].liveness
    case .readiness: containers[index].readiness
    }
  }

  private mutating func set(_ kind: ProbeKind, _ index: Int, _ state: ProbeState) {
    switch kind {
    case .startup: containers[index].startup = state
    case .liveness: containers[index].liveness = state
    case .readiness: containers[index].readiness = state
    }
  }

  /// What a check that reaches a container's software would find now: the main container's says so,
  /// others are well.
  private func isWell(_ kind: ProbeKind, _ index: Int) -> Bool {
    let pod = containers[index].pod
    guard isMainContainer(index) else { return true }
    return kind == .readiness ? pods[pod].isHealthy : pods[pod].isAlive
  }

  /// Whether checks are put to the container's software.
  private func asks(_ index: Int) -> Bool {
    let pod = containers[index].pod
    return isMainContainer(index)
      && workloads[Int(pods[pod].softwareOwner)].answersProbes
  }

  /// When a probe's worker began; one that a kubelet begins within a period of its own start waits
  /// a random part of the period first (worker.go run).
  private func workerStart(_ kind: ProbeKind, _ index: Int, _ probe: ProbeSpec) -> SimTime {
    let pod = containers[index].pod
    let since = pods[pod].probedSince
    guard since - nodes[Int(pods[pod].node)].kubeletStartedAt < probe.period else { return since }
    let worker = UInt64(kind.slot(of: Int(containers[index].position)))
    return since + probe.period.scaled(by: unit(key(of: pod) &+ worker, .probe, at: since))
  }

  /// A worker's first tick at or after a time.
  private func tick(
    of kind: ProbeKind, _ index: Int, _ probe: ProbeSpec, from time: SimTime
  ) -> SimTime {
    let start = workerStart(kind, index, probe)
    guard time > start else { return start }
    let period = probe.period.nanoseconds
    return start + probe.period * (((time - start).nanoseconds + period - 1) / period)
  }

  /// Starts the probes of a container that the kubelet has seen to have started.
  ///
  /// Readiness without an initial delay is checked then (prober_manager.go UpdatePodStatus triggers
  /// a run).
  mutating func beginProbes(ofContainer index: Int, in simulation: inout Simulation) {
    let now = simulation.now
    let started = containers[index].startedAt
    for kind in [ProbeKind.startup, .liveness, .readiness] {
      guard let probe = probe(kind, ofContainer: index) else { continue }
      let isTriggered = kind == .readiness && probe.initialDelay == .zero
      let first =
        isTriggered
        ? now : tick(of: kind, index, probe, from: max(now, started + probe.initialDelay))
      set(kind, index, ProbeState(first: first))
    }
    if probe(.startup, ofContainer: index) == nil {
      passStartup(ofContainer: index, in: &simulation)
    } else {
      arm(.startup, index, in: &simulation)
    }
  }

  /// A kubelet that has started probes a container that runs: its workers begin anew.
  ///
  /// What has a readiness probe is not ready until that passes, and what has a startup probe not
  /// started; from 1.35 on what is written of the container and the pod counts until then
  /// (prober_manager.go isContainerStarted, setReadyStateOnKubeletRestart).
  mutating func restartProbes(ofContainer index: Int, in simulation: inout Simulation) {
    let keeps = version.keepsStatusAtKubeletStart
    let started = containers[index].startedAt
    let wasStarted = containers[index].isStarted
    stopProbes(ofContainer: index)
    for kind in [ProbeKind.startup, .liveness, .readiness] {
      guard let probe = probe(kind, ofContainer: index) else { continue }
      let from = max(simulation.now, started + probe.initialDelay)
      set(kind, index, ProbeState(first: tick(of: kind, index, probe, from: from)))
    }
    let isStarted = probe(.startup, ofContainer: index) == nil || keeps && wasStarted
    let isReady =
      probe(.readiness, ofContainer: index) == nil || keeps && pods[containers[index].pod].isReady
    containers[index].isStarted = isStarted
    containers[index].isReady = isStarted && isReady
    observeHealth(ofContainer: index, in: &simulation)
  }

  private mutating func passStartup(ofContainer index: Int, in simulation: inout Simulation) {
    containers[index].isStarted = true
    if probe(.readiness, ofContainer: index) == nil {
      containers[index].isReady = true
      refreshReadiness(of: containers[index].pod, in: &simulation)
    }
    arm(.liveness, index, in: &simulation)
    if probe(.startup, ofContainer: index) != nil { advanceReadiness(index, at: simulation.now) }
    arm(.readiness, index, in: &simulation)
    guard awaitsStart(ofContainer: index) else { return }
    step(containers[index].pod, after: .zero, in: &simulation)
  }

  /// When a startup probe has passed, readiness is checked at once and then each period, unless its
  /// initial delay goes on (prober_manager.go UpdatePodStatus triggers a run, worker.go).
  private mutating func advanceReadiness(_ index: Int, at now: SimTime) {
    guard let probe = probe(.readiness, ofContainer: index),
      now - containers[index].startedAt >= probe.initialDelay
    else { return }
    var state = state(.readiness, index)
    state.first = now
    set(.readiness, index, state)
  }

  /// The probes of a container that has run for an hour have passed.
  mutating func settleProbes(ofContainer index: Int) {
    for kind in [ProbeKind.liveness, .readiness] {
      guard let probe = probe(kind, ofContainer: index) else { continue }
      let first = tick(of: kind, index, probe, from: Cluster.settledSince)
      set(kind, index, ProbeState(first: first, run: 1))
    }
  }

  /// The software's health changed: arms the checks that can now change something.
  mutating func observeHealth(ofContainer index: Int, in simulation: inout Simulation) {
    if !containers[index].isStarted {
      arm(.startup, index, in: &simulation)
    } else {
      arm(.liveness, index, in: &simulation)
      arm(.readiness, index, in: &simulation)
    }
  }

  mutating func stopProbes(ofContainer index: Int) {
    containers[index].startup = ProbeState()
    containers[index].liveness = ProbeState()
    containers[index].readiness = ProbeState()
  }

  /// Whether more checks with the present health, and the present problem of the probe's command,
  /// would change nothing.
  private func isSettled(
    _ kind: ProbeKind, _ index: Int, _ probe: ProbeSpec, _ problem: ProbeAnswer?
  ) -> Bool {
    guard !asks(index) else { return kind == .startup && containers[index].isStarted }
    let run = state(kind, index).run
    let passes = (problem == nil || problem == .unstartable) && isWell(kind, index)
    switch kind {
    case .startup: return containers[index].isStarted
    case .liveness: return passes && run >= 0
    case .readiness:
      return passes
        ? containers[index].isReady && run >= 0
        : !containers[index].isReady && run <= -probe.failureThreshold
    }
  }

  /// Arms the next check, if it can change something and none is armed.
  ///
  /// A failing check's result comes at its timeout. With `isLate` a tick came while the last check
  /// went on.
  private mutating func arm(
    _ kind: ProbeKind, _ index: Int, isLate: Bool = false, in simulation: inout Simulation
  ) {
    guard containers[index].phase == .running, let probe = probe(kind, ofContainer: index) else {
      return
    }
    var state = state(kind, index)
    guard state.due == .infinity, state.first != .infinity else { return }
    let problem = commandProblem(probe, ofContainer: index)
    guard !isSettled(kind, index, probe, problem) else { return }
    let now = simulation.now
    if state.first > now || (state.first == now && state.run == 0) {
      state.begunAt = state.first
    } else {
      let next = now + .nanoseconds(1)
      state.begunAt = isLate ? now : tick(of: kind, index, probe, from: next)
    }
    let isAtOnce = problem.map { $0 != .timedOut } ?? (asks(index) || isWell(kind, index))
    state.due = isAtOnce ? state.begunAt : state.begunAt + probe.timeout
    set(kind, index, state)
    schedule(
      .probe, at: state.due, argument: UInt32(kind.slot(of: index)), in: &simulation)
  }

  /// One check, or the end of its timeout.
  mutating func check(container index: Int, _ kind: ProbeKind, in simulation: inout Simulation) {
    var state = state(kind, index)
    guard containers[index].phase == .running, state.due == simulation.now,
      let probe = probe(kind, ofContainer: index),
      runsKubelet(Int(pods[containers[index].pod].node))
    else { return }
    if state.isAsked {
      take(.timedOut, kind, index, in: &simulation)
    } else if let problem = commandProblem(probe, ofContainer: index) {
      if problem == .unstartable {
        passOver(kind, index, probe, in: &simulation)
      } else {
        take(problem, kind, index, in: &simulation)
      }
    } else if asks(index) {
      state.isAsked = true
      state.isTaken = false
      state.due = simulation.now + probe.timeout
      set(kind, index, state)
      schedule(
        .probe, at: state.due, argument: UInt32(kind.slot(of: index)), in: &simulation)
      notify(containers[index].pod, .probing, in: &simulation)
    } else {
      take(isWell(kind, index) ? .passed : .timedOut, kind, index, in: &simulation)
    }
  }

  /// A check found nothing, not even a failure.
  private mutating func passOver(
    _ kind: ProbeKind, _ index: Int, _ probe: ProbeSpec, in simulation: inout Simulation
  ) {
    recordErroredProbe(kind, ofContainer: index, in: simulation)
    var state = state(kind, index)
    state.due = .infinity
    state.first = tick(of: kind, index, probe, from: simulation.now + .nanoseconds(1))
    set(kind, index, state)
    arm(kind, index, in: &simulation)
  }

  /// Takes a check's result.
  mutating func take(
    _ answer: ProbeAnswer, _ kind: ProbeKind, _ index: Int, in simulation: inout Simulation
  ) {
    guard let probe = probe(kind, ofContainer: index) else { return }
    var state = state(kind, index)
    let isPass = answer == .passed
    let next = tick(of: kind, index, probe, from: state.begunAt + .nanoseconds(1))
    state.due = .infinity
    state.isAsked = false
    state.run = isPass ? max(0, state.run) + 1 : min(0, state.run) - 1
    set(kind, index, state)
    if isPass, state.run >= probe.successThreshold {
      succeed(kind, index, in: &simulation)
    } else if !isPass {
      let pod = containers[index].pod
      let text = answer.text(probe, at: addressText(of: pod))
      record(
        pod, "Unhealthy", "\(kind.word) probe failed: \(text)", isWarning: true, in: simulation)
      if -state.run >= probe.failureThreshold { fail(kind, index, probe, in: &simulation) }
    }
    arm(kind, index, isLate: next <= simulation.now, in: &simulation)
  }

  private mutating func succeed(
    _ kind: ProbeKind, _ index: Int, in simulation: inout Simulation
  ) {
    switch kind {
    case .startup: passStartup(ofContainer: index, in: &simulation)
    case .liveness: break
    case .readiness:
      guard !containers[index].isReady else { return }
      containers[index].isReady = true
      refreshReadiness(of: containers[index].pod, in: &simulation)
    }
  }

  private mutating func fail(
    _ kind: ProbeKind, _ index: Int, _ probe: ProbeSpec, in simulation: inout Simulation
  ) {
    let pod = containers[index].pod
    guard kind != .readiness else {
      guard containers[index].isReady else { return }
      containers[index].isReady = false
      refreshReadiness(of: pod, in: &simulation)
      return
    }
    guard !pods[pod].isTerminating, !pods[pod].isStopping, tendsPods(Int(pods[pod].node)) else {
      return
    }
    record(pod, "Killing", killText(kind, index), in: simulation)
    let grace = probe.terminationGrace ?? templates[Int(pods[pod].template)].spec.terminationGrace
    stopContainer(index, grace: grace, in: &simulation)
  }

  /// What the kubelet says of a container that it ends for its probe (kuberuntime_manager.go
  /// computePodActions, computeInitContainerActions); rules for exit codes do not count, as it has
  /// none yet.
  private func killText(_ kind: ProbeKind, _ index: Int) -> String {
    let spec = spec(ofContainer: index)
    let text = "ontainer \(spec.name) failed \(kind == .startup ? "startup" : "liveness") probe"
    guard !spec.isSidecar else { return "Init c" + text }
    let pod = containers[index].pod
    let policy = spec.restartPolicy ?? templates[Int(pods[pod].template)].spec.restartPolicy
    return "C" + text + (policy != .never ? ", will be restarted" : "")
  }
}
