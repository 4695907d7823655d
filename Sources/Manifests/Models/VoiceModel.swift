package import SimulationKernel

/// How the quality of a voice journey is judged (the E-model, ITU-T G.107).
package struct VoiceModel: Sendable {
  /// A codec, for its impairment and its robustness against loss.
  package enum Codec: String, Sendable, CaseIterable {
    case opus, g711, g729
  }

  /// The codec; `opus` where none was written.
  package let codec: Codec
  /// Length of the receiver's jitter buffer; 60 ms where none was written.
  package let jitterBuffer: SimDuration
}

extension VoiceModel: SpecObject {
  static let what = "a voice model"

  init?(_ reader: inout SpecReader) {
    codec = reader.optional("codec", .word(Codec.self), default: .opus, "opus by default")
    jitterBuffer = reader.optional(
      "jitterBuffer", .duration, default: .milliseconds(60),
      "length of the receiver's jitter buffer; 60ms by default")
  }
}
