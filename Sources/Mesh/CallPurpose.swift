/// The purposes for which the wire draws random numbers of a call.
///
/// The purposes of the answering software start at `software`.
public enum CallPurpose {
  /// Which pod answers.
  @inlinable @inline(always) public static var balancing: UInt32 { 0 }
  /// The network on the way there.
  @inlinable @inline(always) public static var requestLeg: UInt32 { 2 }
  /// The network on the way back.
  @inlinable @inline(always) public static var responseLeg: UInt32 { 3 }
  /// The network under the first byte of a streamed response.
  @inlinable @inline(always) public static var firstByteLeg: UInt32 { 4 }
  /// The pause before a retry.
  @inlinable @inline(always) public static var retryPause: UInt32 { 5 }
  /// The size of the request.
  @inlinable @inline(always) public static var requestSize: UInt32 { 6 }
  /// The size of the response.
  @inlinable @inline(always) public static var responseSize: UInt32 { 7 }
  /// The delay in the sidecars on a message's way; the purpose of the message's leg is added to it.
  @inlinable @inline(always) public static var proxies: UInt32 { 8 }
  /// Which of several destinations gets the call.
  @inlinable @inline(always) public static var sharing: UInt32 { 9 }
  /// Whether the client's proxy delays the call.
  static var faultDelay: UInt32 { 16 }
  /// Whether the client's proxy answers it with an error.
  static var faultAbort: UInt32 { 17 }
  /// The lookup of a name for a new connection: the position of a call, whose draws are its own.
  @inlinable @inline(always) public static var lookup: UInt32 { 11 }
  /// The first purpose that the answering software may use.
  @inlinable @inline(always) public static var software: UInt32 { 64 }
}
