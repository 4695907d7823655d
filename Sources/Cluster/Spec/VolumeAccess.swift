/// How a volume may be mounted (Kubernetes core/v1 PersistentVolumeAccessMode).
package enum VolumeAccess: String, Sendable, CaseIterable {
  case readWriteOnce = "ReadWriteOnce"
  case readOnlyMany = "ReadOnlyMany"
  case readWriteMany = "ReadWriteMany"
  case readWriteOncePod = "ReadWriteOncePod"
}
