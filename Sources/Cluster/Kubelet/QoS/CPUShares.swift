/// CPU requests as weights of the kernel's scheduler (pkg/kubelet/cm/helpers_linux.go
/// MilliCPUToShares).
package enum CPUShares {
  /// Shares of a container that requests nothing.
  static let least: Int64 = 2
  private static let greatest: Int64 = 262_144

  /// `cpu.shares` of a request in thousandths of a core.
  package static func of(milliCPU: Int64) -> Int64 {
    max(least, min(greatest, milliCPU * 1_024 / 1_000))
  }
}
