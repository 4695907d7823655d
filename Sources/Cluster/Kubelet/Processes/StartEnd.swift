/// How a container ends that ends as it is started.
struct StartEnd {
  let exitCode: Int32
  let reason: TerminationReason
}
