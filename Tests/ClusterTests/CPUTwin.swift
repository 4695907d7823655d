import Cluster
import SimulationKernel

/// The slow twin of the CPU model: one node, planned anew at every instant from first principles.
///
/// Real-valued time and work; every job's remaining work is kept; every container's use in the
/// present bandwidth period is kept, whether or not the quota can bind.
struct CPUTwin {
  struct Job {
    var index: Int
    var remaining: Double
  }

  struct Container {
    var spec: CPUTestContainer
    var running: [Job] = []
    var waiting: [Job] = []
    var usedInPeriod = 0.0
    var periodEnd = Double.infinity
    var rate = 0.0

    var budget: Double { spec.quotaMilli.map { Double($0) * 100_000 } ?? .infinity }
    var demand: Double { usedInPeriod >= budget - 1e-3 ? 0 : Double(running.count) }
  }

  let cores: Double
  let schedule: [CPUTestJob]
  var containers: [Container]
  var completions: [Double?]
  var now = 0.0

  init(capacityMilli: Int64, containers: [CPUTestContainer], schedule: [CPUTestJob], seed: UInt64) {
    cores = Double(capacityMilli) / 1_000
    self.schedule = schedule
    self.containers = containers.enumerated().map { index, spec in
      var container = Container(spec: spec)
      if spec.quotaMilli != nil {
        var phase = EntityRandom(seed: seed, stream: "cpu/bandwidth-period/\(index)")
        container.periodEnd = Double(phase.duration(below: .milliseconds(100)).nanoseconds)
      }
      return container
    }
    completions = Array(repeating: nil, count: schedule.count)
  }

  /// Runs the whole schedule and returns the time of each completion.
  mutating func run() -> [Double?] {
    let changes = schedule.indices.flatMap { index in
      [(time: schedule[index].arrival, index: index, isArrival: true)]
        + (schedule[index].cancellation.map { [(time: $0, index: index, isArrival: false)] } ?? [])
    }.sorted { ($0.time, $0.index) < ($1.time, $1.index) }
    for change in changes {
      advance(to: Double(change.time))
      if change.isArrival { arrive(change.index) } else { cancel(change.index) }
    }
    while containers.contains(where: { !$0.running.isEmpty }) { step(limit: .infinity) }
    return completions
  }

  private mutating func advance(to end: Double) {
    while now < end { step(limit: end) }
  }

  private mutating func arrive(_ index: Int) {
    let container = schedule[index].container
    containers[container].waiting.append(Job(index: index, remaining: Double(schedule[index].work)))
    admit(container)
  }

  private mutating func cancel(_ index: Int) {
    let container = schedule[index].container
    containers[container].running.removeAll { $0.index == index }
    containers[container].waiting.removeAll { $0.index == index }
    admit(container)
  }

  private mutating func admit(_ index: Int) {
    let threads = containers[index].spec.threads ?? Int.max
    while containers[index].running.count < threads, !containers[index].waiting.isEmpty {
      containers[index].running.append(containers[index].waiting.removeFirst())
    }
  }

  /// Weighted max-min shares by raising one water level until the cores are used up.
  private mutating func plan() {
    var open = containers.indices.filter { containers[$0].demand > 0 }
    for index in containers.indices { containers[index].rate = 0 }
    var left = cores
    while !open.isEmpty {
      let level = left / open.reduce(0) { $0 + Double(containers[$1].spec.weight) }
      let full = open.filter {
        Double(containers[$0].spec.weight) * level >= containers[$0].demand
      }
      let served = full.isEmpty ? open : full
      for index in served {
        let share = Double(containers[index].spec.weight) * level
        containers[index].rate = full.isEmpty ? share : containers[index].demand
      }
      left -= served.reduce(0) { $0 + containers[$1].rate }
      open.removeAll { served.contains($0) }
    }
  }

  /// Goes to the next instant at which anything changes.
  private mutating func step(limit: Double) {
    plan()
    var end = limit
    for container in containers {
      end = min(end, container.periodEnd)
      guard container.rate > 0 else { continue }
      let each = container.rate / Double(container.running.count)
      for job in container.running { end = min(end, now + job.remaining / each) }
      end = min(end, now + (container.budget - container.usedInPeriod) / container.rate)
    }
    let elapsed = end - now
    now = end
    for index in containers.indices { serve(index, for: elapsed) }
  }

  private mutating func serve(_ index: Int, for elapsed: Double) {
    let count = Double(containers[index].running.count)
    containers[index].usedInPeriod += containers[index].rate * elapsed
    for job in containers[index].running.indices where containers[index].rate > 0 {
      containers[index].running[job].remaining -= containers[index].rate / count * elapsed
    }
    for job in containers[index].running where job.remaining < 1e-3 {
      completions[job.index] = now
    }
    containers[index].running.removeAll { $0.remaining < 1e-3 }
    if now >= containers[index].periodEnd {
      containers[index].periodEnd += 100_000_000
      containers[index].usedInPeriod = 0
    }
    admit(index)
  }
}
