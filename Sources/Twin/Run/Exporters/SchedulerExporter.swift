import Cluster
import SimulationKernel

/// kube-scheduler as it shows itself (pkg/scheduler/metrics).
struct SchedulerExporter {
  private typealias Value = (name: String, labels: [SeriesLabel], value: Int)

  private var series: [Int32] = []

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    let values =
      Self.queues(world.cluster.pendingPods) + Self.counts(world.cluster.schedulerCounters)
    while series.count < values.count { series.append(-1) }
    for (index, entry) in values.enumerated() {
      book.put(
        Double(entry.value), &series[index], "scheduler_" + entry.name,
        [(name: "job", value: "kube-scheduler")] + entry.labels)
    }
  }

  private static func queues(_ pending: PendingPods) -> [Value] {
    [
      ("active", pending.active), ("backoff", pending.backoff),
      ("unschedulable", pending.unschedulable), ("gated", pending.gated),
    ].map { ("pending_pods", [(name: "queue", value: $0.0)], $0.1) }
  }

  private static func counts(_ counters: SchedulerCounters) -> [Value] {
    [
      ("scheduled", counters.scheduled), ("unschedulable", counters.unschedulable),
    ].map {
      (
        "schedule_attempts_total",
        [(name: "result", value: $0.0), (name: "profile", value: "default-scheduler")], $0.1
      )
    } + [
      ("preemption_attempts_total", [], counters.preemptionAttempts),
      ("preemption_victims_count", [], counters.preemptions),
      ("preemption_victims_sum", [], counters.victims),
    ]
  }
}
