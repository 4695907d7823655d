extension Lifecycle {
  /// Reports hooks without or with several handlers, and sleeps beyond the pod's grace.
  ///
  /// What could not be read is reported already (pkg/apis/core/validation validateLifecycle).
  func check(grace: Int, _ diagnostics: DiagnosticCollector) {
    for (name, hook) in [("postStart", postStart), ("preStop", preStop)] {
      guard let hook else { continue }
      let handlers = [
        hook.exec != nil, hook.httpGet != nil, hook.tcpSocket != nil, hook.sleep != nil,
      ].count { $0 }
      let isRead = !diagnostics.hasError(in: hook.span)
      if handlers > 1 || handlers == 0 && isRead {
        diagnostics.error(
          "\(name) needs exactly one of exec, httpGet, tcpSocket and sleep, and has \(handlers)",
          at: hook.span.start, code: "invalid-value")
      }
      hook.httpGet?.check(of: name, diagnostics)
      hook.tcpSocket?.check(of: name, diagnostics)
      if let exec = hook.exec, exec.command.isEmpty, isRead {
        diagnostics.error(
          "exec of \(name) needs a command", at: hook.span.start, code: "missing-field")
      }
      if let sleep = hook.sleep, !(0...max(0, grace)).contains(sleep.seconds) {
        diagnostics.error(
          "\(name) sleeps \(sleep.seconds) s, which is not within the pod's grace of \(grace) s",
          at: sleep.secondsSpan, code: "out-of-range")
      }
    }
  }
}
