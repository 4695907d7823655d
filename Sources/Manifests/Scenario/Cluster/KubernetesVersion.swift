/// A version of Kubernetes, of which only the minor one matters.
package struct KubernetesVersion: Hashable, Sendable {
  /// Minor version: 31 stands for 1.31.
  package let minor: Int

  /// Reads "1.31" or "1.31.4"; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), Int(parts[0]) == 1, let minor = Int(parts[1]),
      (28...40).contains(minor), parts.count == 2 || Int(parts[2]) != nil
    else { return nil }
    self.minor = minor
  }

  /// As in messages.
  package var name: String { "Kubernetes 1.\(minor)" }

  /// Whether single containers have restart policies and rules of their own
  /// (ContainerRestartRules: there from 1.34, on from 1.35; pkg/features/kube_features.go).
  package var hasContainerRestarts: Bool { minor >= 35 }

  /// Whether the fields of these rules are there, though they may be off.
  var knowsContainerRestarts: Bool { minor >= 34 }

  /// Whether a rule may restart all containers of a pod (RestartAllContainersOnContainerExits, on
  /// from 1.36).
  var hasRestartOfAll: Bool { minor >= 36 }

  /// Whether the update of a StatefulSet may take several pods at a time
  /// (MaxUnavailableStatefulSet, on from 1.35).
  var hasMaxUnavailable: Bool { minor >= 35 }

  /// Whether an autoscaler may leave no replica (HPAScaleToZero, on from 1.37).
  var hasScaleToZero: Bool { minor >= 37 }
}
