import Cluster
import SimulationKernel

/// Jobs and CronJobs as kube-state-metrics shows them (internal/store/job.go, cronjob.go).
///
/// A Job has the conditions Complete and Failed only once it is over. Its count of failed pods is
/// one without a reason; of a failed Job each known reason has a series, 1 for its own.
struct JobExporter {
  private typealias Value = (metric: Metric, value: Double, labels: [SeriesLabel])

  private enum Metric: Int, CaseIterable {
    case active, succeeded, failed, startTime, completionTime, completions, parallelism, owner
    case complete, isFailed, backoffLimit, deadline, evicted
    case cronActive, lastSchedule, lastSuccess, nextSchedule, isSuspended

    var name: String {
      switch self {
      case .active: "kube_job_status_active"
      case .succeeded: "kube_job_status_succeeded"
      case .failed, .backoffLimit, .deadline, .evicted: "kube_job_status_failed"
      case .startTime: "kube_job_status_start_time"
      case .completionTime: "kube_job_status_completion_time"
      case .completions: "kube_job_spec_completions"
      case .parallelism: "kube_job_spec_parallelism"
      case .owner: "kube_job_owner"
      case .complete: "kube_job_complete"
      case .isFailed: "kube_job_failed"
      case .cronActive: "kube_cronjob_status_active"
      case .lastSchedule: "kube_cronjob_status_last_schedule_time"
      case .lastSuccess: "kube_cronjob_status_last_successful_time"
      case .nextSchedule: "kube_cronjob_next_schedule_time"
      case .isSuspended: "kube_cronjob_spec_suspend"
      }
    }
  }

  private static let statuses = ["true", "false", "unknown"]
  /// A condition has a series for each status: the columns behind the metrics' own.
  private var series = SeriesTable(width: Metric.allCases.count + 2 * statuses.count)

  mutating func scrape(_ world: borrowing World, at time: SimTime, into book: inout SeriesBook) {
    for index in world.cluster.workloads.indices where world.cluster.workloads[index].exists {
      let workload = world.cluster.workloads[index]
      switch workload.kind {
      case .job:
        let labels = KubernetesObject.labels(
          "job_name", namespace: workload.namespace, name: workload.name)
        series.open(row: index)
        put(Self.values(ofJob: index, world), of: index, labels, into: &book)
        conditions(of: index, world.cluster.jobStatus(ofWorkload: index), labels, into: &book)
      case .cronJob:
        let labels = KubernetesObject.labels(
          "cronjob", namespace: workload.namespace, name: workload.name)
        series.open(row: index)
        let status = world.cluster.cronJobStatus(ofWorkload: index, at: time)
        put(Self.values(of: status), of: index, labels, into: &book)
      case .deployment, .replicaSet, .statefulSet, .daemonSet, .pod, .operated, .podSet: continue
      }
    }
  }

  private mutating func put(
    _ values: [Value], of row: Int, _ labels: [SeriesLabel], into book: inout SeriesBook
  ) {
    for entry in values {
      book.put(
        entry.value, &series[row, entry.metric.rawValue], entry.metric.name,
        labels + entry.labels)
    }
  }

  /// The condition that a Job has at its end, with a series for each status.
  private mutating func conditions(
    of row: Int, _ status: JobStatus, _ labels: [SeriesLabel], into book: inout SeriesBook
  ) {
    guard let end = status.end else { return }
    let metric = end == .complete ? Metric.complete : .isFailed
    for (index, name) in Self.statuses.enumerated() {
      let column =
        Metric.allCases.count + (end == .complete ? 0 : Self.statuses.count) + index
      book.put(
        name == "true" ? 1 : 0, &series[row, column], metric.name,
        labels + [(name: "condition", value: name)])
    }
  }

  private static func values(ofJob index: Int, _ world: borrowing World) -> [Value] {
    let status = world.cluster.jobStatus(ofWorkload: index)
    let workload = world.cluster.workloads[index]
    var values: [Value] = [
      (.active, Double(status.active), []), (.succeeded, Double(status.succeeded), []),
    ]
    values += failures(of: status)
    if let time = status.startedAt { values.append((.startTime, time.unixSeconds, [])) }
    if let time = status.completedAt { values.append((.completionTime, time.unixSeconds, [])) }
    if let settings = workload.spec.job {
      values.append((.parallelism, Double(settings.parallelism), []))
      if let count = settings.completions { values.append((.completions, Double(count), [])) }
    }
    let owner = workload.owner >= 0 ? world.cluster.workloads[Int(workload.owner)].name : ""
    values.append(
      (
        .owner, 1,
        [
          (name: "owner_kind", value: owner.isEmpty ? "" : "CronJob"),
          (name: "owner_name", value: owner),
          (name: "owner_is_controller", value: owner.isEmpty ? "" : "true"),
        ]
      ))
    return values
  }

  private static func failures(of status: JobStatus) -> [Value] {
    guard status.failed > 0 else { return [(.failed, 0, [])] }
    let known: [(metric: Metric, reason: String)] = [
      (.backoffLimit, "BackoffLimitExceeded"), (.deadline, "DeadlineExceeded"),
      (.evicted, "Evicted"),
    ]
    let unknown: Value = (.failed, Double(status.failed), [(name: "reason", value: "")])
    guard case .failed(let reason) = status.end else { return [unknown] }
    return known.map {
      ($0.metric, $0.reason == reason ? 1 : 0, [(name: "reason", value: $0.reason)])
    } + (known.contains { $0.reason == reason } ? [] : [unknown])
  }

  private static func values(of status: CronJobStatus) -> [Value] {
    let times: [(metric: Metric, time: SimTime?)] = [
      (.lastSchedule, status.lastScheduleAt), (.lastSuccess, status.lastSuccessAt),
      (.nextSchedule, status.nextScheduleAt),
    ]
    return [
      (.cronActive, Double(status.active), []), (.isSuspended, status.isSuspended ? 1 : 0, []),
    ] + times.compactMap { entry in entry.time.map { (entry.metric, $0.unixSeconds, []) } }
  }
}
