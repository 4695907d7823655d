import Manifests
import SimulationKernel

/// What Pod Security says of the pods that are there when a namespace gets another level
/// (pod-security-admission admission/admission.go ValidateNamespace, EvaluatePodsInNamespace).
extension Cluster {
  /// How many pods of a namespace are looked at (defaultNamespaceMaxPodsToCheck).
  private static let mostPodsChecked = 3_000

  /// What a namespace enforces.
  private struct EnforcedSecurity: Equatable {
    let level: PodSecurityLevel
    let version: String

    init(_ labels: StringMap) {
      let key = "pod-security.kubernetes.io/enforce"
      level = labels[key].flatMap(PodSecurityLevel.init) ?? .privileged
      version = labels[key + "-version"] ?? "latest"
    }

    var text: String { "\(level.rawValue):\(version)" }

    /// Whether pods that the other let pass may be against it.
    func isStricter(than other: EnforcedSecurity) -> Bool {
      let levels = PodSecurityLevel.allCases
      guard self != other, level != .privileged else { return false }
      return version != other.version
        || (levels.firstIndex(of: level) ?? 0) > (levels.firstIndex(of: other.level) ?? 0)
    }
  }

  /// Pods against which the same is said.
  private struct Violation {
    let text: String
    let pod: String
    var others = 0

    /// As kubectl prints it.
    var warning: String {
      switch others {
      case 0: "\(pod): \(text)"
      case 1: "\(pod) (and 1 other pod): \(text)"
      default: "\(pod) (and \(others) other pods): \(text)"
      }
    }
  }

  /// Warns of the pods that would not come into the namespaces of a file any more; they stay.
  mutating func warnOfPods(in update: ClusterUpdate, in simulation: borrowing Simulation) {
    for namespace in update.namespaces {
      let known = namespaces.first { $0.name == namespace.name }?.labels ?? StringMap()
      let wanted = EnforcedSecurity(namespace.labels)
      guard wanted.isStricter(than: EnforcedSecurity(known)) else { continue }
      for warning in warnings(of: namespace.name, wanted, update.security) {
        record(
          kind: "Namespace", namespace: "", name: namespace.name, "PodSecurity", warning,
          isWarning: true, by: .kubectl, in: simulation)
      }
    }
  }

  private func warnings(
    of namespace: String, _ wanted: EnforcedSecurity,
    _ security: [(workload: String, findings: PodSecurityFindings)]
  ) -> [String] {
    let pods = podsToCheck(in: namespace)
    let places = NameIndex(security.map(\.workload))
    var violations: [Violation] = []
    for pod in pods.prefix(Self.mostPodsChecked) {
      let known = templates[Int(self.pods[pod].template)].spec.security
      let owner = workloads[Int(self.pods[pod].owner)]
      // Of pods of an older template nothing is known by another version's standards.
      let isNewest = Int(self.pods[pod].revision) == owner.newest
      let present = isNewest ? places.first(owner.spec.objectKey) : nil
      let findings = present.map { security[$0].findings } ?? known
      let text = findings.reasons(against: wanted.level).joined(separator: ", ")
      guard !text.isEmpty else { continue }
      if let index = violations.firstIndex(where: { $0.text == text }) {
        violations[index].others += 1
      } else {
        violations.append(Violation(text: text, pod: name(of: pod)))
      }
    }
    let first = [
      pods.count > Self.mostPodsChecked
        ? "new PodSecurity enforce level only checked against the first \(Self.mostPodsChecked) of "
          + "\(pods.count) existing pods" : nil,
      violations.isEmpty
        ? nil
        : "existing pods in namespace \"\(namespace)\" violate the new PodSecurity enforce level "
          + "\"\(wanted.text)\"",
    ].compactMap { $0 }
    return first + violations.map(\.warning).sorted()
  }

  /// The pods of a namespace, first one of each controller (prioritizePods).
  private func podsToCheck(in namespace: String) -> [PodHandle] {
    var (first, others): ([PodHandle], [PodHandle]) = ([], [])
    for workload in workloads.indices where workloads[workload].namespace == namespace {
      var controllers: [Int32] = []
      for pod in workloads[workload].pods {
        let revision = Int32(pods[pod].revision)
        if workloads[workload].kind == .pod || !controllers.contains(revision) {
          controllers.append(revision)
          first.append(pod)
        } else {
          others.append(pod)
        }
      }
    }
    return first + others
  }
}

extension PodSecurityFindings {
  /// All that keeps a pod from a level, without what it is about (policy AggregateCheckResult
  /// ForbiddenReason).
  func reasons(against level: PodSecurityLevel) -> [String] {
    violations(of: level).map { finding in
      let end = finding.firstRange(of: " (")?.lowerBound ?? finding.endIndex
      return String(finding[..<end])
    }
  }
}
