/// The profile of a version of Kubernetes, of which only the minor one matters.
///
/// Reference is 1.31. Here are the rules that checks of manifests need; the control plane's stand
/// beside it. Feature gates by version from pkg/features/kube_features.go.
package struct ClusterVersion: Hashable, Sendable {
  /// Minor version: 31 stands for 1.31.
  package let minor: Int

  /// Makes the profile of 1.31 or of another minor version.
  package init(minor: Int = 31) { self.minor = minor }

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
  /// (ContainerRestartRules: there from 1.34, on from 1.35).
  package var hasContainerRestarts: Bool { minor >= 35 }

  /// Whether the fields of these rules are there, though they may be off.
  var knowsContainerRestarts: Bool { minor >= 34 }

  /// Whether a rule may restart all containers of a pod (RestartAllContainersOnContainerExits, on
  /// from 1.36).
  var hasRestartOfAll: Bool { minor >= 36 }

  /// Whether a StatefulSet's rolling update may take several pods at a time
  /// (MaxUnavailableStatefulSet, on from 1.37; that it was on in 1.35.0 to 1.35.3 was a regression,
  /// pull request 137904).
  package var hasMaxUnavailableStatefulSet: Bool { minor >= 37 }

  /// Whether pods may have users of their own (UserNamespacesSupport, on from 1.33).
  var hasUserNamespaces: Bool { minor >= 33 }

  /// Whether mounts may be read-only with all below them (RecursiveReadOnlyMounts: there from 1.30,
  /// on from 1.31).
  var hasRecursiveReadOnly: Bool { minor >= 31 }

  /// Whether that field is there, though it may be off.
  var knowsRecursiveReadOnly: Bool { minor >= 30 }

  /// Whether a pod may leave out the groups of its image (SupplementalGroupsPolicy: there from
  /// 1.31, on from 1.33).
  var hasGroupsPolicy: Bool { minor >= 33 }

  /// Whether that field is there, though it may be off.
  var knowsGroupsPolicy: Bool { minor >= 31 }

  /// Whether a pod may say how its volumes get its SELinux label (SELinuxChangePolicy: there from
  /// 1.32, on from 1.33).
  var hasLabelling: Bool { minor >= 33 }

  /// Whether that field is there, though it may be off.
  var knowsLabelling: Bool { minor >= 32 }

  /// Whether the resources of a running container can change (InPlacePodVerticalScaling: there from
  /// 1.27, on from 1.33).
  package var hasResizing: Bool { minor >= 33 }

  /// Whether variables may come from a pod's files (EnvFiles: there from 1.34, on from 1.35).
  var hasFileVariables: Bool { minor >= 35 }

  /// Whether that field is there, though it may be off.
  var knowsFileVariables: Bool { minor >= 34 }

  /// Whether claims and volumes name classes of attributes (VolumeAttributesClass: there from 1.29,
  /// on from 1.34).
  var hasAttributeClasses: Bool { minor >= 34 }

  /// Whether that field is there, though it may be off.
  var knowsAttributeClasses: Bool { minor >= 29 }

  /// Whether containers may see the node's whole /proc (ProcMountType, on from 1.33).
  var hasProcMount: Bool { minor >= 33 }

  /// Whether pods may claim devices (DynamicResourceAllocation, on from 1.34).
  package var hasResourceClaims: Bool { minor >= 34 }

  /// Whether pods may ask for resources as a whole (PodLevelResources, on from 1.34).
  var hasWholeResources: Bool { minor >= 34 }

  /// Whether images may be volumes (ImageVolume, on from 1.35).
  var hasImageVolumes: Bool { minor >= 35 }

  /// Whether the API server looks at a StatefulSet's claim templates
  /// (ValidateVolumeClaimTemplates, from 1.34).
  package var checksClaimTemplates: Bool { minor >= 34 }

  /// Whether values that no label has are refused in the affinity that a node must fulfil (pull
  /// request 128212).
  var refusesAffinityValues: Bool { minor >= 32 }

  /// Whether the Job controller leaves Jobs alone that another one manages (JobManagedBy, on from
  /// 1.32; where it is off the field is dropped: pkg/registry/batch/job/strategy.go).
  package var knowsManagedJobs: Bool { minor >= 32 }

  /// Whether the API server looks at the API version of an autoscaler's target (pull request 132537
  /// of June 2025, taken to be in 1.34).
  var checksScaleTargets: Bool { minor >= 34 }

  /// Whether an init container that is no sidecar may not be started anew by a change of its
  /// resources (pull request 137458, 1.36).
  var refusesRestartOfInit: Bool { minor >= 36 }

  /// Whether the DNS that kubeadm sets up caches the cluster's own names (pull request 128359).
  var cachesClusterNames: Bool { minor < 32 }

  /// Whether an autoscaler may leave no replica (HPAScaleToZero, on from 1.37).
  var hasScaleToZero: Bool { minor >= 37 }
}
