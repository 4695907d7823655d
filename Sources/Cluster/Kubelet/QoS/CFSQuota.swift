/// CPU limits as the kernel's bandwidth control takes them: so much core time a period
/// (pkg/kubelet/cm/helpers_linux.go MilliCPUToQuota).
package struct CFSQuota: Equatable, Sendable {
  /// Core time a period, in microseconds; 0 for no limit.
  package let quotaMicroseconds: Int64
  /// Length of a period, in microseconds; 0 for no limit.
  package let periodMicroseconds: Int64

  private static let period: Int64 = 100_000
  private static let leastQuota: Int64 = 1_000

  /// The quota of a limit in thousandths of a core; zero is no limit.
  package init(milliCPU: Int64) {
    guard milliCPU > 0 else {
      quotaMicroseconds = 0
      periodMicroseconds = 0
      return
    }
    periodMicroseconds = CFSQuota.period
    quotaMicroseconds = max(CFSQuota.leastQuota, milliCPU * CFSQuota.period / 1_000)
  }

  /// A quota as it is written; zero is no limit.
  init(quotaMicroseconds: Int64) {
    self.quotaMicroseconds = quotaMicroseconds
    periodMicroseconds = quotaMicroseconds > 0 ? CFSQuota.period : 0
  }

  /// The cores that the quota pays for, in thousandths; nil without a limit.
  package var milli: Int64? {
    periodMicroseconds > 0 ? quotaMicroseconds * 1_000 / periodMicroseconds : nil
  }
}
