/// What an iteration reads of its journey at every request.
struct JourneyCourse: BitwiseCopyable {
  /// Its first instruction.
  let start: UInt32
  /// Whether all its requests go to the pod that answered the first.
  let isSession: Bool
  /// Whether a response's first byte feeds a trend.
  let measuresFirstByte: Bool

  init(_ program: JourneyProgram) {
    start = UInt32(program.start)
    isSession = program.isSession
    measuresFirstByte = !program.measures.isEmpty
  }
}
