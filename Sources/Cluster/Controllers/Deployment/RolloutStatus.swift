package import Metrics
package import SimulationKernel

/// How far a Deployment's rollout is: its counts and its conditions (apps/v1 DeploymentStatus;
/// pkg/controller/deployment/progress.go).
package struct RolloutStatus: Sendable {
  /// The pods of all ReplicaSets, terminating ones left out.
  package struct Counts: Hashable, Sendable {
    /// Pods of all ReplicaSets.
    package var replicas: Int
    /// Pods of the new ReplicaSet.
    package var updated: Int
    /// Ready pods.
    package var ready: Int
    /// Pods that have been ready for `minReadySeconds`.
    package var available: Int

    /// Makes counts.
    package init(replicas: Int = 0, updated: Int = 0, ready: Int = 0, available: Int = 0) {
      self.replicas = replicas
      self.updated = updated
      self.ready = ready
      self.available = available
    }
  }

  /// Reason of the condition Progressing.
  package enum Progress: String, Sendable {
    case created = "NewReplicaSetCreated"
    case found = "FoundNewReplicaSet"
    case updated = "ReplicaSetUpdated"
    case complete = "NewReplicaSetAvailable"
    case timedOut = "ProgressDeadlineExceeded"
    case paused = "DeploymentPaused"
    case resumed = "DeploymentResumed"

    /// The condition's status: unknown while it is not known whether the rollout goes on.
    package var status: ConditionStatus {
      switch self {
      case .created, .found, .updated, .complete: .true
      case .timedOut: .false
      case .paused, .resumed: .unknown
      }
    }

    /// What the condition says of its subject.
    func sentence(about subject: Subject) -> String {
      switch self {
      case .created: "Created new replica set \"\(subject.name)\""
      case .found: "Found new replica set \"\(subject.name)\""
      case .updated: "\(subject.object) is progressing."
      case .complete: "\(subject.object) has successfully progressed."
      case .timedOut: "\(subject.object) has timed out progressing."
      case .paused: "Deployment is paused"
      case .resumed: "Deployment is resumed"
      }
    }
  }

  /// What the condition Progressing is about: the new ReplicaSet, or the Deployment while there is
  /// none.
  enum Subject {
    case replicaSet(String)
    case deployment(String)

    var name: String {
      switch self {
      case .replicaSet(let name), .deployment(let name): name
      }
    }

    /// Kind and name, as `ReplicaSet "web-5d4f"`.
    var object: String {
      switch self {
      case .replicaSet(let name): "ReplicaSet \"\(name)\""
      case .deployment(let name): "Deployment \"\(name)\""
      }
    }
  }

  /// The counts at the last sync.
  package internal(set) var counts = Counts()
  /// Reason of the condition Progressing; nil before the first sync, or without a deadline.
  package internal(set) var progress: Progress?
  /// When that condition was last updated.
  package internal(set) var progressAt = SimTime.zero
  /// The condition Available.
  package internal(set) var isAvailable = false
  /// The condition ReplicaFailure: the API refuses the pods of a ReplicaSet.
  package internal(set) var hasReplicaFailure = false
  /// When the controller looks at the deadline next; `infinity` while it need not.
  var lookAt = SimTime.infinity

  /// Makes the status of a Deployment that was never synced.
  package init() {}

  /// Whether the deadline may still be missed.
  var awaitsDeadline: Bool { progress != nil && progress != .complete && progress != .timedOut }

  /// Whether all pods asked are updated and available and no old one is left (DeploymentComplete).
  package static func isComplete(_ counts: Counts, desired: Int) -> Bool {
    counts.updated == desired && counts.replicas == desired && counts.available == desired
  }

  /// Whether a sync brought progress: more updated, ready or available pods, or fewer old ones
  /// (DeploymentProgressing).
  package static func isProgressing(from old: Counts, to new: Counts) -> Bool {
    new.updated > old.updated || new.replicas - new.updated < old.replicas - old.updated
      || new.ready > old.ready || new.available > old.available
  }

  /// Whether the deadline is over without progress (DeploymentTimedOut); a complete rollout can not
  /// time out, one that has timed out stays so.
  package static func isTimedOut(
    _ progress: Progress?, since: SimTime, deadline: SimDuration?, now: SimTime
  ) -> Bool {
    guard let deadline, let progress else { return false }
    switch progress {
    case .complete: return false
    case .timedOut: return true
    case .created, .found, .updated, .paused, .resumed: return since + deadline < now
    }
  }

  /// A deadline in seconds as the API has it: the greatest 32-bit number stands for none.
  package static func deadline(seconds: Int?) -> SimDuration? {
    guard let seconds, seconds < Int(Int32.max) else { return nil }
    return .seconds(Int64(seconds))
  }

  /// Which old ReplicaSets the history limit takes away: the oldest beyond it, unless they still
  /// have or shall have pods (cleanupDeployment).
  ///
  /// They are ordered oldest first.
  package static func historyToDelete(
    _ old: [(replicas: Int, pods: Int)], limit: Int
  ) -> [Int] {
    old.indices.prefix(max(0, old.count - limit)).filter {
      old[$0].replicas == 0 && old[$0].pods == 0
    }
  }
}
