/// The notices about calls that the wire sends to the room that answers or made them.
///
/// Their numbers are the same in every room and lie above those of the rooms' own events. The
/// argument is the call unless said otherwise.
public enum CallNotice {
  /// A call reached the pod.
  @inlinable @inline(always) public static var arrive: UInt8 { 240 }
  /// The response, or the client's own failure, reached the caller.
  @inlinable @inline(always) public static var response: UInt8 { 241 }
  /// The name of a host outside was found; the argument is the request that asked for it.
  @inlinable @inline(always) public static var nameFound: UInt8 { 243 }
  /// The name of a host outside was not found; the argument is the request that asked for it.
  @inlinable @inline(always) public static var nameMissing: UInt8 { 244 }
  /// A call was stopped on its way to a pod whose room may know another way for it.
  @inlinable @inline(always) public static var unreached: UInt8 { 245 }
  /// The first byte of a streamed response reached the caller.
  @inlinable @inline(always) public static var firstByte: UInt8 { 242 }
}
