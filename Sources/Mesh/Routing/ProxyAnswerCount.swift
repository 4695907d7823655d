/// How many calls to a service the proxies of their callers answered in one way.
package struct ProxyAnswerCount: Sendable {
  /// The service that was called.
  package let service: Int
  /// The answer.
  package let answer: ProxyAnswer
  /// Calls.
  package internal(set) var count: UInt64 = 0
}
