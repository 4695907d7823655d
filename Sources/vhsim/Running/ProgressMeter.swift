import Glibc
import Synchronization

/// Says how far an experiment is: one line that is rewritten on a terminal, else one every 10 s.
final class ProgressMeter: Sendable {
  private struct State {
    var simulated: [Double]
    var events: [UInt64]
    var lastWritten = 0.0
    var hasLine = false
  }

  private let name: String
  /// Simulated seconds of one run.
  private let length: Double
  private let isTerminal: Bool
  private let isSilent: Bool
  private let start = ContinuousClock.now
  private let state: Mutex<State>

  init(name: String, length: Double, runs: Int, silent: Bool) {
    self.name = name
    self.length = length
    isSilent = silent
    isTerminal = isatty(STDERR_FILENO) == 1
    state = Mutex(
      State(simulated: Array(repeating: 0, count: runs), events: Array(repeating: 0, count: runs)))
  }

  /// Wall seconds since the beginning.
  var elapsed: Double {
    let length = (ContinuousClock.now - start).components
    return Double(length.seconds) + Double(length.attoseconds) / 1e18
  }

  /// A run has come to a simulated time.
  func reached(_ seconds: Double, events: UInt64, run: Int) {
    guard !isSilent else { return }
    let now = elapsed
    let interval = isTerminal ? 0.2 : 10
    state.withLock { state in
      state.simulated[run] = min(seconds, length)
      state.events[run] = events
      guard now - state.lastWritten >= interval else { return }
      state.lastWritten = now
      state.hasLine = true
      write(line(of: state, at: now))
    }
  }

  /// Clears the line.
  func end() {
    state.withLock { state in
      if state.hasLine, isTerminal { Messages.writePart("\r\u{1B}[K") }
    }
  }

  private func write(_ line: String) {
    if isTerminal { Messages.writePart("\r\u{1B}[K" + line) } else { Messages.write(line) }
  }

  private func line(of state: State, at now: Double) -> String {
    let done = state.simulated.reduce(0, +)
    let whole = length * Double(state.simulated.count)
    let share = whole > 0 ? done / whole : 0
    let speed = now > 0 ? done / now : 0
    let rate = now > 0 ? Double(state.events.reduce(0, +)) / now : 0
    var parts = [name]
    if state.simulated.count > 1 {
      let ended = state.simulated.count { $0 >= length }
      parts.append("\(ended) of \(state.simulated.count) runs")
    }
    parts.append("\(clock(done / Double(state.simulated.count))) of \(clock(length))")
    parts.append("\(Int(share * 100)) %")
    parts.append("\(Int(speed))x real time")
    parts.append("\(Int(rate / 1_000)) k events/s")
    if speed > 0 { parts.append("\(clock((whole - done) / speed)) left") }
    return parts.joined(separator: "  ")
  }

  /// `m:ss` or `h:mm:ss`.
  private func clock(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let rest = padded(whole % 60)
    return whole < 3_600
      ? "\(whole / 60):\(rest)" : "\(whole / 3_600):\(padded(whole / 60 % 60)):\(rest)"
  }
}
