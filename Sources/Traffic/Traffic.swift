import Cluster
package import Manifests
package import Mesh
package import SimulationKernel
package import Workload

/// The users outside: who begins which journey when, and what they see.
///
/// Arrival streams are open: users arrive whatever the platform does. Streams of virtual users are
/// closed: a user begins its next iteration when the last one is over. Names and fields are k6's.
package struct Traffic: ~Copyable {
  private let inPlace = InPlace()
  var code = Table<JourneyInstruction>()
  var programs: [JourneyProgram]
  var laws: SamplerBank
  var courses = Table<JourneyCourse>()
  var streams: [LoadStream] = []
  /// By stream.
  var loads = Table<LoadState>()
  var iterations = Slab<Iteration>(capacity: 1_024)
  /// What open voice sessions heard last, by the iteration's index.
  var heard = Table<HeardSecond>()
  var counters = Table<JourneyCounters>()
  var durations: HistogramBank
  var firstBytes: HistogramBank
  /// Mean opinion scores in millionths.
  var scores: HistogramBank
  var hasStopped = false
  /// Interrupted iterations whose pause is not over yet: nobody counts them any more.
  var leftBehind = 0
  /// The share of iterations that are traced: enough of each journey to look at, few enough for
  /// half an hour to stay a few megabytes.
  let tracedShare = Probability(0.002)
  /// The draw that decides it, apart from those of the journey's own steps and requests.
  static let tracingPurpose: UInt32 = 0
  /// The least time that a virtual user's iteration takes, of the order of k6's own work for one.
  static let shortestRound = SimDuration.milliseconds(1)
  let unitExponential: Sampler

  /// Makes the users of the compiled journeys.
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

  /// Adds a load entry of a scenario: its rates and numbers of users times a scale.
  ///
  /// - Parameter cut: when what it began is broken off; nil where the run ends before.
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

  /// Users that are expected to arrive by a time at the streams with a rate of arrivals.
  package func expectedArrivals(until time: SimTime) -> Double {
    streams.reduce(0) { sum, stream in
      sum + (stream.profile?.arrivals(by: (time - stream.start).seconds) ?? 0)
    }
  }

  /// Iterations under way.
  package var crowd: Int { iterations.count }

  /// The highest rate of arrivals of a load, in journeys a second.
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
  /// Whether even arrivals begin at the load's start, as those of k6's constant-arrival-rate do,
  /// instead of a gap later, as those of its ramping-arrival-rate.
  fileprivate var beginsAtOnce: Bool {
    guard case .constantArrivalRate = executor else { return false }
    return arrival != .poisson
  }
}
