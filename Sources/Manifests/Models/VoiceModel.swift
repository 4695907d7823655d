package import SimulationKernel

/// How the quality of a voice journey is judged (the E-model, ITU-T G.107).
package struct VoiceModel: Sendable {
  /// A codec, for its impairment and its robustness against loss.
  package enum Codec: String, Sendable, CaseIterable {
    case opus, g711, g729
  }

  /// The formula by which delay impairs a conversation.
  package enum DelayForm: String, Sendable, CaseIterable {
    /// G.107's own.
    case g107
    /// The straight lines of Cole and Rosenbluth (2001), harsher between 100 and 250 ms.
    case simplified
  }

  /// The codec; `opus` where none was written.
  package let codec: Codec
  /// Length of the receiver's jitter buffer; 60 ms where none was written.
  package let jitterBuffer: SimDuration
  /// By how much packets come later than the soonest, in seconds; exponential with a mean of 5 ms
  /// where none was written.
  package let jitter: Distribution
  /// Share of packets that the network loses; 0.2 % where none was written.
  package let loss: Double
  /// How much longer bursts of lost packets are than at random; 1 where none was written.
  package let burstRatio: Double
  /// The formula by which delay impairs; G.107's where none was written.
  package let delayForm: DelayForm
}

extension VoiceModel: SpecObject {
  static let what = "a voice model"

  init?(_ reader: inout SpecReader) {
    codec = reader.optional("codec", .word(Codec.self), default: .opus, "opus by default")
    jitterBuffer = reader.optional(
      "jitterBuffer", .duration, default: .milliseconds(60),
      "length of the receiver's jitter buffer; 60ms by default")
    jitter = reader.optional(
      "jitter", .law(.time), default: .exponential(mean: 5e-3),
      "by how much packets come later than the soonest; exponential(mean: 5ms) by default")
    loss = reader.optional(
      "loss", .ratio, default: 0.002, "share of packets that the network loses; 0.2% by default")
    burstRatio = reader.optional(
      "burstRatio", .positive, default: 1,
      "how much longer bursts of lost packets are than at random; 1 by default")
    delayForm = reader.optional(
      "delayForm", .word(DelayForm.self), default: .g107, "how delay impairs; g107 by default")
  }
}
