import Cluster
package import Manifests
package import Mesh
package import SimulationKernel
package import Workload

/// The users outside the cluster: which journey each begins at what time, and what they observe.
///
/// Each load entry of the scenario is one stream. Streams of arrival-rate executors are open: users
/// arrive whatever the platform does. Streams of virtual users are closed: a user begins its next
/// iteration when its last one is over. Executors and their fields are named as in k6.
package struct Traffic: ~Copyable {
  private let inPlace = InPlace()
  /// The compiled journeys, one after the other.
  var code = Table<JourneyInstruction>()
  var programs: [JourneyProgram]
  var laws: SamplerBank
  var courses = Table<JourneyCourse>()
  var streams: [LoadStream] = []
  /// The part of each stream that every arrival reads or changes, by stream.
  var loads = Table<LoadState>()
  var iterations = Slab<Iteration>(capacity: 1_024)
  /// The last second of audio of each open voice session, by the iteration's index.
  var heard = Table<HeardSecond>()
  var counters = Table<JourneyCounters>()
  var durations: HistogramBank
  var firstBytes: HistogramBank
  /// Mean opinion scores in millionths.
  var scores: HistogramBank
  var hasStopped = false
  /// Interrupted iterations whose pause is not over yet: they count as iterations no more.
  var leftBehind = 0
  /// The share of iterations that are traced.
  ///
  /// It yields enough traces of each journey to look at, and keeps the spans of half an hour at a
  /// few megabytes.
  let tracedShare = Probability(0.002)
  /// The purpose of the draw that decides whether an iteration is traced.
  static let tracingPurpose: UInt32 = 0
  /// The shortest time that a virtual user's iteration takes, of the order of the work that k6
  /// itself does for one.
  static let shortestRound = SimDuration.milliseconds(1)
  let unitExponential: Sampler

  /// Makes users without any load; `add` gives them the scenario's load entries.
  package init(_ compiled: consuming JourneyCompiler) {
    programs = compiled.programs
    code = Table(compiled.code)
    laws = compiled.laws
    unitExponential = laws.compile(.exponential(mean: 1))
    for program in programs {
      counters.append(JourneyCounters())
      courses.append(JourneyCourse(program))
    }
    durations = HistogramBank(count: programs.count)
    firstBytes = HistogramBank(count: programs.count)
    scores = HistogramBank(count: programs.count)
  }

  /// Adds a load entry of a scenario as a stream.
  ///
  /// - Parameters:
  ///   - scale: multiplies the entry's arrival rate, or its number of virtual users.
  ///   - cut: when the iterations that it began are interrupted; nil where the run ends before.
  /// - Precondition: its journey was compiled.
  package mutating func add(_ spec: LoadSpec, scale: Double, cut: SimTime?, seed: UInt64) {
    guard let journey = programs.firstIndex(where: { $0.name == spec.journey }) else {
      preconditionFailure("a load names a journey that exists")
    }
    var random = EntityRandom(seed: seed, stream: "load/\(spec.name)/shape")
    let profile = RateProfile(spec.executor, random: &random)?.scaled(by: scale)
    let stream = LoadStream(
      spec: spec, executor: spec.executor.scalingUsers(by: scale), profile: profile, cut: cut)
    streams.append(stream)
    loads.append(
      LoadState(
        journey: journey, key: RequestRandom.streamKey(seed: seed, stream: "load/\(spec.name)"),
        gaps: RequestRandom(seed: seed, stream: "load/\(spec.name)/gaps", request: 0)
          .purposes(from: 0),
        isPoisson: spec.arrival == .poisson, start: stream.start,
        userLimit: spec.executor.userLimit ?? Int.max))
    if spec.beginsAtOnce { loads[loads.count - 1].unitTime = LoadState.justBeforeStart }
  }

  /// How many users are expected to arrive at the open streams by a time.
  package func expectedArrivals(until time: SimTime) -> Double {
    streams.reduce(0) { sum, stream in
      sum + (stream.profile?.arrivals(by: (time - stream.start).seconds) ?? 0)
    }
  }

  /// How many users are in the middle of a journey: they wait for an answer, or pause.
  package var crowd: Int { iterations.count }

  /// The highest arrival rate of a load, in journeys a second; zero for virtual users.
  package func peakRate(ofLoad index: Int) -> Double { streams[index].profile?.peak ?? 0 }

  /// The most virtual users of a load that work at once; 0 where users arrive.
  package func mostUsers(ofLoad index: Int) -> Int { streams[index].executor.mostUsers }

  /// Schedules the beginning of every stream, and the end of its users' time.
  package mutating func start(in simulation: inout Simulation) {
    for index in streams.indices {
      schedule(.begin, at: streams[index].start, UInt32(index), in: &simulation)
      guard let cut = streams[index].cut else { continue }
      schedule(.cut, at: cut, UInt32(index), in: &simulation)
    }
    startListening(in: &simulation)
  }

  /// Handles one event addressed to the users.
  package mutating func handle(
    _ notice: Notice, in simulation: inout Simulation, mesh: inout Mesh,
    workload: inout Workload
  ) {
    switch notice.kind {
    case CallNotice.response:
      takeResponse(Handle(rawValue: notice.argument), in: &simulation, &mesh)
    case CallNotice.firstByte:
      takeFirstByte(Handle(rawValue: notice.argument), in: &simulation, mesh)
    default:
      let argument = Int(notice.argument)
      switch TrafficEvent(rawValue: notice.kind) {
      case .arrival: arrive(argument, in: &simulation, &mesh)
      case .thought: endPause(Handle(rawValue: notice.argument), in: &simulation, &mesh)
      case .usersDue: takeStep(argument, in: &simulation, &mesh)
      case .begin: begin(argument, in: &simulation, &mesh)
      case .over: countLeft(argument)
      case .rampedDown: interruptLeavers(argument, in: &simulation, &mesh)
      case .cut: interruptAll(argument, in: &simulation, &mesh)
      case .ended, .failed:
        let hasFailed = notice.kind == TrafficEvent.failed.rawValue
        let handle = Handle<Iteration>(rawValue: notice.argument)
        finish(handle, iterations[handle], failed: hasFailed, in: &simulation, &mesh)
      case .voiceSecond: listen(in: &simulation, &workload)
      case nil: preconditionFailure("the users know every kind of event they are sent")
      }
    }
  }

  @inline(always)
  func schedule(
    _ event: TrafficEvent, at time: SimTime, _ argument: UInt32,
    in simulation: inout Simulation
  ) {
    simulation.schedule(
      at: time, room: Room.traffic.rawValue, kind: event.rawValue, argument: argument)
  }
}

extension LoadSpec {
  /// Whether the first of evenly spaced arrivals comes at the load's start.
  ///
  /// It does with k6's constant-arrival-rate; with its ramping-arrival-rate the first comes one gap
  /// after the start.
  fileprivate var beginsAtOnce: Bool {
    guard case .constantArrivalRate = executor else { return false }
    return arrival != .poisson
  }
}
