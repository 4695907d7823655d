package import SimulationKernel

/// How long a kubelet holds its machine's shutdown up for its pods, named as in
/// KubeletConfiguration (kubelet.config.k8s.io/v1beta1).
package struct ShutdownSettings: Sendable {
  /// The pods of a range of priorities, which end together.
  package struct Group: Sendable {
    /// Their least priority.
    package let priority: Int32
    /// How long the shutdown waits for them.
    package let grace: SimDuration

    /// Makes a group.
    package init(priority: Int32, grace: SimDuration) {
      self.priority = priority
      self.grace = grace
    }
  }

  /// The groups by ascending priority, in which order they end; none, the default: nothing is held
  /// up.
  package let groups: [Group]

  /// Priority from which pods are critical (pkg/apis/scheduling SystemCriticalPriority).
  private static let critical: Int32 = 2_000_000_000

  /// Makes settings with some groups; upstream's default is none.
  package init(groups: [Group] = []) {
    self.groups = groups.sorted { $0.priority < $1.priority }
  }

  /// Makes settings with a time for all pods, of which the last part is the critical ones'.
  package init(grace: SimDuration, criticalGrace: SimDuration) {
    let ordinary = Group(priority: 0, grace: grace - criticalGrace)
    let critical = Group(priority: Self.critical, grace: criticalGrace)
    self.init(groups: grace > .zero ? [ordinary, critical] : [])
  }

  /// Reads the fields among a kubelet's settings.
  init(_ reader: inout SpecReader) {
    let period = SpecType<SimDuration>.duration.checked("must be 0 or at least 1s") {
      $0 == .zero || $0 >= .seconds(1)
    }
    let grace = reader.optional(
      "shutdownGracePeriod", period, default: .zero,
      "how long a shutdown waits for the pods; 0 by default: not at all")
    let criticalGrace = reader.optional(
      "shutdownGracePeriodCriticalPods", period, default: .zero,
      "the last part of that time, for critical pods; 0 by default")
    let given = reader.optional(
      "shutdownGracePeriodByPodPriority", .list(.object(Group.self)), default: [],
      "instead of those, how long a shutdown waits for pods from each priority on")
    if criticalGrace > grace {
      reader.diagnostics.error(
        "shutdownGracePeriodCriticalPods must not be longer than shutdownGracePeriod",
        at: reader.span(of: "shutdownGracePeriodCriticalPods"), code: "out-of-range",
        help: "it is the part of that time that critical pods have for themselves")
    } else if grace > .zero, !given.isEmpty {
      reader.diagnostics.error(
        "shutdownGracePeriodByPodPriority stands instead of shutdownGracePeriod",
        at: reader.span(of: "shutdownGracePeriodByPodPriority"), code: "invalid-value",
        help: "remove one of them")
    }
    if grace > .zero {
      self.init(grace: grace, criticalGrace: criticalGrace)
    } else {
      self.init(groups: given)
    }
  }

  /// The place of the group of pods of a priority; those below all groups are in the first
  /// (nodeshutdown groupByPriority).
  package func group(ofPriority priority: Int32) -> Int {
    max(0, (groups.firstIndex { $0.priority > priority } ?? groups.count) - 1)
  }
}

extension ShutdownSettings.Group: SpecObject {
  static let what = "a shutdown's group of pods"

  init?(_ reader: inout SpecReader) {
    let priority = reader.required(
      "priority", .count(from: Int(Int32.min), to: Int(Int32.max)),
      "least priority of the group")
    let seconds = reader.required(
      "shutdownGracePeriodSeconds", .count(from: 0), "seconds that the shutdown waits for them")
    guard let priority, let seconds else { return nil }
    self.init(priority: Int32(clamping: priority), grace: .seconds(Int64(seconds)))
  }
}
