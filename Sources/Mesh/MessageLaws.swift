package import SimulationKernel

/// How large the messages of a call are, in bytes; nil takes no time on the wire.
package struct MessageLaws: Equatable, Sendable {
  /// The request's size.
  package var request: Distribution?
  /// The response's size.
  package var response: Distribution?

  /// Messages of some sizes.
  package init(request: Distribution? = nil, response: Distribution? = nil) {
    self.request = request
    self.response = response
  }

  /// Messages that take no time.
  package static var weightless: MessageLaws { MessageLaws() }
}
