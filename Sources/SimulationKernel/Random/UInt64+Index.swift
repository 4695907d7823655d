/// Two indices out of the halves of one draw.
extension UInt64 {
  /// An index below a count, by the upper 32 of 64 uniform bits.
  @inlinable @inline(always)
  public func upperIndex(below count: Int) -> Int {
    Int(truncatingIfNeeded: ((self &>> 32) &* UInt64(truncatingIfNeeded: count)) &>> 32)
  }

  /// An index below a count, by the lower 32 of 64 uniform bits.
  @inlinable @inline(always)
  public func lowerIndex(below count: Int) -> Int {
    Int(truncatingIfNeeded: ((self & 0xffff_ffff) &* UInt64(truncatingIfNeeded: count)) &>> 32)
  }
}
