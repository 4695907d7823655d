import Glibc

/// An address of IPv4 or IPv6.
///
/// Source: k8s.io/utils/net ParseIPSloppy and Go's net.IP, which keep IPv4 as the part of IPv6 that
/// stands for it (`::ffff:10.0.0.1`).
struct NetworkAddress: Hashable, Sendable {
  /// The sixteen bytes, in the network's order.
  private let bytes: [UInt8]

  /// Reads an address; nil for text that is none.
  ///
  /// Numbers of IPv4 may begin with zeros, also at the end of IPv6.
  init?(_ text: String) {
    guard text.contains(where: { $0 == ":" || $0 == "." }) else { return nil }
    var text = text.contains(":") ? text : "::ffff:" + text
    if text.contains("."), let colon = text.lastIndex(of: ":") {
      let tail = text.index(after: colon)
      guard let address = AddressRange.address(String(text[tail...])) else { return nil }
      text.replaceSubrange(tail..., with: AddressRange.text(address))
    }
    // A zero would end the text early for inet_pton.
    guard !text.utf8.contains(0) else { return nil }
    var address = in6_addr()
    guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
    bytes = withUnsafeBytes(of: address) { Array($0) }
  }

  /// Whether it is one of IPv4, in whatever form (net.IP.To4).
  var isIPv4: Bool {
    bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
  }

  /// The range of addresses that stand for a machine itself or its own link, where it lies in one
  /// (net.IP IsUnspecified, IsLoopback, IsLinkLocalUnicast, IsLinkLocalMulticast).
  var ownRange: String? {
    if isIPv4 {
      let address = bytes[12...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return Self.ownRanges.first { AddressRange($0)?.contains(address) ?? false }
    }
    if bytes[..<15].allSatisfy({ $0 == 0 }), bytes[15] <= 1 {
      return bytes[15] == 0 ? "::/128" : "::1/128"
    }
    if bytes[0] == 0xfe, bytes[1] & 0xc0 == 0x80 { return "fe80::/10" }
    // Whatever its flags, the last four bits say how far a group reaches (RFC 4291 2.7).
    return bytes[0] == 0xff && bytes[1] & 0x0f == 2 ? "ff02::/16" : nil
  }

  private static let ownRanges = ["0.0.0.0/32", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/24"]
}
