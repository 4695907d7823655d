package import SimulationKernel

/// How long a container's runtime keeps the addresses of names.
///
/// The Java virtual machine keeps them for 30 s, and for ever under a security manager; others
/// leave that to the system's resolver, which keeps nothing (glibc, musl, Go's own). Source:
/// java.net.InetAddress, the JDK's conf/security/java.security and sun.net.inetaddr.ttl.
extension Container {
  private static let standardLife = SimDuration.seconds(30)
  private static let lifeOption = "-Dsun.net.inetaddr.ttl="
  private static let managerOption = "-Djava.security.manager"

  /// How long answers are kept; `infinity` for ever, nil where none is.
  package var nameCacheLife: SimDuration? {
    guard Runtime.java.hint(ImageName(image), self) != nil else { return nil }
    let options = (command + args + env.compactMap(\.value)).flatMap {
      $0.split(whereSeparator: \.isWhitespace)
    }
    let stated = options.last { $0.hasPrefix(Self.lifeOption) }
    if let seconds = stated.flatMap({ Int64($0.dropFirst(Self.lifeOption.count)) }) {
      if seconds == 0 { return nil }
      return seconds < 0 ? .infinity : .seconds(seconds)
    }
    let isManaged = options.contains {
      $0 == Self.managerOption || $0.hasPrefix(Self.managerOption + "=") && !$0.hasSuffix("allow")
    }
    return isManaged ? .infinity : Self.standardLife
  }
}
