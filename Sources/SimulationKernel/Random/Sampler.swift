/// A compiled law: where its table lies in the bank, and its mean as the scale.
///
/// Laws that differ only in scale share one table of mean one.
public struct Sampler: BitwiseCopyable, Hashable, Sendable {
  /// The law's mean in nano-units (nanoseconds for a duration).
  public let meanNano: UInt64
  /// The first word of the table; 0 for a constant.
  @usableFromInline let offset: UInt32
  /// Number of points of a law on points; 0 for a continuous one.
  @usableFromInline let pointCount: UInt32

  @inlinable
  init(meanNano: UInt64, offset: UInt32, pointCount: UInt32) {
    self.meanNano = meanNano
    self.offset = offset
    self.pointCount = pointCount
  }

  /// Always zero.
  public static var zero: Sampler { Sampler(meanNano: 0, offset: 0, pointCount: 0) }

  /// The law of draws multiplied by a whole number.
  package func scaled(by factor: UInt64) -> Sampler {
    Sampler(meanNano: meanNano * factor, offset: offset, pointCount: pointCount)
  }

  /// Whether every draw is zero.
  @inlinable @inline(always)
  public var isZero: Bool { meanNano == 0 }
}

/// The tables of a run's samplers in one block of words.
///
/// A continuous law is an inverse cumulative table of 1,024 cells; the first cell is divided into
/// 256 again and the last twice, down to a probability of 2^-26, with linear interpolation within
/// a cell. A law on points is an alias table (Walker 1977). Words are fixed-point multiples of the
/// mean (32 fraction bits), scaled once so that the table's mean is exact; draws are therefore the
/// same bits on every machine.
public struct SamplerBank: ~Copyable {
  @usableFromInline static var cells: Int { 1_024 }
  @usableFromInline static var tailCells: Int { 256 }
  @usableFromInline var words: UnsafeMutablePointer<UInt64>
  private var used = 1
  private var capacity = 8_192
  private var compiled: [(law: Distribution, sampler: Sampler)] = []

  /// Makes an empty bank.
  public init() {
    words = .allocate(capacity: capacity)
    words.initialize(to: 0)
  }

  deinit { words.deallocate() }

  /// Draws a duration (the law is in seconds) from 64 uniform bits.
  @inlinable @inline(always)
  public func duration(_ sampler: Sampler, _ bits: UInt64) -> SimDuration {
    SimDuration(nanoseconds: Int64(truncatingIfNeeded: nano(sampler, bits)))
  }

  /// Draws a whole number (the law is in plain numbers, rounded) from 64 uniform bits.
  @inlinable @inline(always)
  public func count(_ sampler: Sampler, _ bits: UInt64) -> Int {
    Int((nano(sampler, bits) &+ 500_000_000) / 1_000_000_000)
  }

  @inlinable @inline(always)
  func nano(_ sampler: Sampler, _ bits: UInt64) -> UInt64 {
    guard sampler.offset != 0 else { return sampler.meanNano }
    let table = words + Int(sampler.offset)
    guard sampler.pointCount == 0 else { return pointNano(sampler, table, bits) }
    var cell = Int(truncatingIfNeeded: bits &>> 54)
    var rest = bits &<< 10
    if (cell &+ 1) & 1_023 < 2 { (cell, rest) = tailCell(cell, rest) }
    let low = table[cell]
    let value = low &+ (table[cell &+ 1] &- low).multipliedFullWidth(by: rest).high
    return scaled(value, sampler)
  }

  /// The cell of the tail tables that a draw from the first or last cell falls into.
  ///
  /// Not inlined, as draws from points are not: rooms draw at many places, and these are rare.
  @usableFromInline @inline(never)
  func tailCell(_ cell: Int, _ rest: UInt64) -> (Int, UInt64) {
    let within = Int(truncatingIfNeeded: rest &>> 56)
    let lower = Self.cells &+ 1
    guard cell != 0 else { return (lower &+ within, rest &<< 8) }
    let upper = lower &+ Self.tailCells &+ 1
    guard within == Self.tailCells &- 1 else { return (upper &+ within, rest &<< 8) }
    let last = upper &+ Self.tailCells &+ 1
    return (last &+ Int(truncatingIfNeeded: (rest &<< 8) &>> 56), rest &<< 16)
  }

  @usableFromInline @inline(never)
  func pointNano(_ sampler: Sampler, _ table: UnsafeMutablePointer<UInt64>, _ bits: UInt64)
    -> UInt64
  {
    let draw = bits.multipliedFullWidth(by: UInt64(sampler.pointCount))
    let entry = table + Int(draw.high) * 3
    return scaled(draw.low < entry[0] ? entry[1] : entry[2], sampler)
  }

  @inlinable @inline(always)
  func scaled(_ value: UInt64, _ sampler: Sampler) -> UInt64 {
    UInt64(truncatingIfNeeded: (UInt128(value) &* UInt128(sampler.meanNano)) &>> 32)
  }

  /// Compiles a law, sharing the table of an equal shape.
  ///
  /// - Precondition: the law's mean is finite and not negative.
  public mutating func compile(_ law: Distribution) -> Sampler {
    let mean = law.mean
    precondition(mean >= 0 && mean < 9e9, "a law has a finite mean below 292 years")
    let meanNano = UInt64((mean * 1e9).rounded())
    if case .constant = law { return Sampler(meanNano: meanNano, offset: 0, pointCount: 0) }
    guard meanNano > 0 else { return .zero }
    let shape = law.normalized
    if let known = compiled.first(where: { $0.law == shape }) {
      return Sampler(
        meanNano: meanNano, offset: known.sampler.offset, pointCount: known.sampler.pointCount)
    }
    let table = shape.points.map(aliasTable) ?? quantileTable(shape)
    let points = shape.points?.count ?? 0
    let sampler = Sampler(
      meanNano: meanNano, offset: UInt32(used), pointCount: UInt32(points))
    append(table)
    compiled.append((shape, sampler))
    return sampler
  }

  private mutating func append(_ table: [UInt64]) {
    if used + table.count > capacity {
      let grownCapacity = max(capacity * 2, used + table.count)
      let grown = UnsafeMutablePointer<UInt64>.allocate(capacity: grownCapacity)
      grown.initialize(from: words, count: used)
      words.deallocate()
      words = grown
      capacity = grownCapacity
    }
    for word in table {
      (words + used).initialize(to: word)
      used += 1
    }
  }
}
