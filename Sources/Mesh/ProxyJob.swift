/// The job on the CPU by which a sidecar spends core time.
struct ProxyJob: BitwiseCopyable {
  /// The job, as a raw handle; `max` for none.
  var job = UInt32.max
  /// The CPU model's id of the container that the job runs in; once the sidecar has another id, the
  /// job is gone.
  var container: Int32 = -1
}
