/// What kube-scheduler counts (pkg/scheduler/metrics).
package struct SchedulerCounters: Sendable {
  /// Attempts that found a node.
  package internal(set) var scheduled = 0
  /// Attempts that found none.
  package internal(set) var unschedulable = 0
  /// Attempts to make room by preemption.
  package internal(set) var preemptionAttempts = 0
  /// Those that found victims.
  package internal(set) var preemptions = 0
  /// Pods that were preempted.
  package internal(set) var victims = 0
}

extension Cluster {
  /// What the scheduler has counted.
  package var schedulerCounters: SchedulerCounters { scheduler.counters }
}
