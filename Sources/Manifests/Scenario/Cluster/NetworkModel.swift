package import SimulationKernel

/// One-way latencies between places, in seconds, and the machines' line rate.
package struct NetworkModel: Sendable {
  /// Within a machine; 20 µs where none was written.
  package let sameNode: Distribution
  /// Between machines of a zone; median 50 µs, p99 200 µs where none was written.
  package let sameZone: Distribution
  /// Between zones; median 400 µs, p99 1 ms where none was written.
  package let crossZone: Distribution
  /// Line rate of a machine in bits per second; 10 Gi where none was written.
  package let bandwidthBitsPerSecond: Int64
  /// Most that one connection gets of it, in bits per second; 5 Gi where none was written (AWS
  /// EC2's limit of a single flow between machines that do not stand together).
  package let flowBitsPerSecond: Int64
  /// Pairs of zones with a distance of their own.
  package let between: [ZoneDistance]
}

/// The distance of two zones.
package struct ZoneDistance: Sendable {
  /// One zone.
  package let first: String
  /// The other.
  package let second: String
  /// Where the pair was written.
  package let span: SourceSpan
  /// One way, in seconds, whichever way.
  package let latency: Distribution
}

extension NetworkModel: SpecObject {
  static let what = "a network"

  /// The distances of a cluster of which nothing is said.
  ///
  /// Half the round trips of 0.1 ms within a zone and 0.8 ms between zones that
  /// github.com/sirupsen/napkin-math gives.
  package static let standard = NetworkModel(
    sameNode: .constant(20e-6), sameZone: .lognormal(p50: 50e-6, p99: 200e-6),
    crossZone: .lognormal(p50: 400e-6, p99: 1e-3), bandwidthBitsPerSecond: 10 << 30,
    flowBitsPerSecond: 5 << 30, between: [])

  init?(_ reader: inout SpecReader) {
    let standard = Self.standard
    sameNode = reader.optional(
      "sameNode", .law(.time), default: standard.sameNode, "one way within a machine")
    sameZone = reader.optional(
      "sameZone", .law(.time), default: standard.sameZone, "one way within a zone")
    crossZone = reader.optional(
      "crossZone", .law(.time), default: standard.crossZone, "one way between zones")
    bandwidthBitsPerSecond = reader.optional(
      "bandwidth", .rate, default: standard.bandwidthBitsPerSecond,
      "a machine's line rate in bits per second; 10Gi by default")
    flowBitsPerSecond = reader.optional(
      "flowBandwidth", .rate, default: standard.flowBitsPerSecond,
      "most that one connection gets, in bits per second; 5Gi by default")
    between = reader.optional(
      "between", .list(.object(ZoneDistance.self)), default: [],
      "pairs of zones with a distance of their own")
  }
}

extension ZoneDistance: SpecObject {
  static let what = "a distance between zones"

  init?(_ reader: inout SpecReader) {
    let zones = reader.required(
      "zones",
      .list(.name as SpecType<String>).checked("a distance has two zones") { $0.count == 2 },
      "the two zones")
    span = reader.span(of: "zones")
    let latency = reader.required("latency", .law(.time), "one way")
    guard let zones, let latency else { return nil }
    first = zones[0]
    second = zones[1]
    self.latency = latency
  }
}

extension SpecType where Value == Int64 {
  /// Bits per second, written like a size: `10Gi`.
  static var rate: SpecType { size.checked("must be above 0") { $0 > 0 } }
}
