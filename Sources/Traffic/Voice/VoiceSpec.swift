import Manifests
import SimulationKernel

/// What of a voice journey's quality is the same in every second of every session.
struct VoiceSpec: Sendable {
  /// From the microphone to the network and from the network to the ear, in milliseconds: a packet
  /// of 20 ms, the codec's look-ahead, the jitter buffer, 10 ms of playout.
  let ownDelayMilliseconds: Double
  /// The user's distance, one way.
  let latency: Sampler
  /// Share of packets that the network loses or that come too late for the jitter buffer.
  let lossShare: Double
  /// The codec's own impairment and its robustness against loss.
  let impairment: Double
  let robustness: Double
  let burstRatio: Double
  let form: VoiceModel.DelayForm

  /// A model, and the law of the user's distance.
  init(_ model: VoiceModel, latency: Sampler) {
    let codec = model.codec.figures
    ownDelayMilliseconds = 20 + codec.lookAhead + model.jitterBuffer.milliseconds + 10
    self.latency = latency
    let late = 1 - model.jitter.cumulative(model.jitterBuffer.seconds)
    lossShare = 1 - (1 - late) * (1 - model.loss)
    impairment = codec.impairment
    robustness = codec.robustness
    burstRatio = model.burstRatio
    form = model.delayForm
  }

  /// The mean opinion score of a second in which the server was too late for a share of packets.
  func score(networkMilliseconds: Double, lateShare: Double) -> Double {
    let lost = 1 - (1 - lossShare) * (1 - lateShare)
    return EModel.score(
      rating: EModel.rating(
        delay: EModel.delayImpairment(
          milliseconds: ownDelayMilliseconds + networkMilliseconds, form),
        loss: EModel.lossImpairment(
          impairment: impairment, robustness: robustness, lossPercent: 100 * lost,
          burstRatio: burstRatio)))
  }
}

extension VoiceModel.Codec {
  /// Look-ahead in milliseconds, Ie and Bpl: ITU-T G.113 for G.711 with loss concealment and for
  /// G.729A; for Opus, which has no ITU values, what implementers use (RFC 6716: 6.5 ms).
  fileprivate var figures: (lookAhead: Double, impairment: Double, robustness: Double) {
    switch self {
    case .opus: (6.5, 0, 25)
    case .g711: (0, 0, 25.1)
    case .g729: (5, 11, 19)
    }
  }
}
