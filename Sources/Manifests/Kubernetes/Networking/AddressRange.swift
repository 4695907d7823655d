/// A range of IPv4 addresses, as `10.0.0.0/8`.
package struct AddressRange: Hashable, Sendable {
  private let first: UInt32
  private let mask: UInt32

  /// Bits that all addresses of the range share: 8 for `10.0.0.0/8`.
  package var prefixLength: Int { mask.nonzeroBitCount }

  /// Reads a range in CIDR notation; nil for text that is none, and for IPv6.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let length = Int(parts[1]), (0...32).contains(length),
      let address = AddressRange.address(String(parts[0]))
    else { return nil }
    mask = length == 0 ? 0 : UInt32.max << UInt32(32 - length)
    first = address & mask
  }

  /// Whether an address lies in the range.
  package func contains(_ address: UInt32) -> Bool { address & mask == first }

  /// Reads an address, as `10.244.1.7`; nil for text that is none.
  package static func address(_ text: String) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var address: UInt32 = 0
    for part in parts {
      // Zeros may stand before a number, a sign not (k8s.io/utils/net ParseIPSloppy).
      guard part.first != "+", part.first != "-", let byte = UInt8(part) else { return nil }
      address = address << 8 | UInt32(byte)
    }
    return address
  }

  /// Whether an IPv4 address is one of the public internet: in no private range (RFC 1918), not
  /// shared by a provider's customers (RFC 6598), not of one link or host.
  static func isPublic(_ text: String) -> Bool {
    guard let address = AddressRange.address(text) else { return false }
    let closed = [
      "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16",
      "127.0.0.0/8",
    ]
    return !closed.contains { AddressRange($0)?.contains(address) ?? false }
  }

  /// An address as text.
  package static func text(_ address: UInt32) -> String {
    [24, 16, 8, 0].map { String(address >> UInt32($0) & 0xff) }.joined(separator: ".")
  }
}
