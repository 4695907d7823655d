import Manifests
import SimulationKernel

/// The three probes of a container (Kubernetes core/v1 Container).
package enum ProbeKind: Int, Sendable {
  /// Holds the others back until it passes once.
  case startup
  /// Its failure restarts the container.
  case liveness
  /// Its failure takes the pod out of its Services.
  case readiness

  /// The slot of this probe of a container or pod with an index: each has four slots in a row, one
  /// of them unused, in tables and events that have a number for each probe.
  package func slot(of index: Int) -> Int { index * 4 + rawValue }

  /// The four slots of a container or pod with an index.
  package static func slots(of index: Int) -> Range<Int> { index * 4..<(index + 1) * 4 }

  /// The index of the container or pod that a slot belongs to, and the slot's probe.
  package static func owner(ofSlot slot: Int) -> (index: Int, kind: ProbeKind) {
    let kind = slot % 4
    return (slot / 4, kind == 0 ? .startup : kind == 1 ? .liveness : .readiness)
  }

  /// The probe's name in events.
  var word: String {
    switch self {
    case .startup: "Startup"
    case .liveness: "Liveness"
    case .readiness: "Readiness"
    }
  }
}

/// A check that the kubelet makes of a pod's main container.
package struct ProbeQuestion: Sendable {
  /// The probe.
  package let kind: ProbeKind
  /// How it checks.
  package let handler: ProbeHandler
}

/// What a check found.
package enum ProbeAnswer: Sendable {
  /// The container is well.
  case passed
  /// Nobody listens.
  case refused
  /// The container turns requests away.
  case overloaded
  /// No answer came within the timeout.
  case timedOut
  /// A command ended with a failure.
  case failed
  /// A command could make no process.
  case unforkable
  /// The runtime could not start a command: nothing was found.
  case unstartable

  /// What the kubelet says of a failure of a pod with an address (pkg/probe/http, tcp, grpc and
  /// exec; cri-client remote_runtime.go ExecSync).
  ///
  /// Of a command that fails it shows what that wrote, which is nothing here.
  package func text(_ probe: ProbeSpec, at address: String) -> String {
    let socket = probe.target.map { " " + $0.socket(at: address) } ?? ""
    let get = probe.target.map { "Get \"\($0.url(at: address))\": " } ?? ""
    let wait = DurationText.write(probe.timeout)
    return switch (self, probe.handler) {
    case (.overloaded, .http): "HTTP probe failed with statuscode: 503"
    case (.overloaded, _): "service unhealthy (responded with \"NOT_SERVING\")"
    case (.refused, .exec), (.failed, _), (.unstartable, _): ""
    case (.unforkable, _): probe.forkFailure
    case (.refused, .http): get + "dial tcp\(socket): connect: connection refused"
    case (.refused, .tcp): "dial tcp\(socket): connect: connection refused"
    case (.refused, .grpc):
      "timeout: failed to connect service \"\(socket.dropFirst())\" within \(wait): context "
        + "deadline exceeded"
    case (.timedOut, .exec):
      "command \(probe.command.joined(separator: " ").quotedAsInGo) timed out"
    case (.timedOut, .tcp): "dial tcp\(socket): i/o timeout"
    case (.timedOut, .grpc): "timeout: health rpc did not complete within \(wait)"
    case (.timedOut, .http), (.passed, _):
      get + "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
    }
  }
}

extension String {
  /// The text between double quotes, as Go's `%q` writes it; of control characters only the usual
  /// ones are told apart.
  fileprivate var quotedAsInGo: String {
    let escapes: [(plain: String, escaped: String)] = [
      ("\\", "\\\\"), ("\"", "\\\""), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"),
    ]
    return "\"" + escapes.reduce(self) { $0.replacing($1.plain, with: $1.escaped) } + "\""
  }
}
