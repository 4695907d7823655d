import Glibc
package import Manifests

/// The E-model: how well a conversation is heard, from its delay and its lost packets.
///
/// Ratings and scores follow ITU-T G.107 with its default values, at which a conversation without
/// impairments has the rating 93.2. Echo and noise are not looked at.
package enum EModel {
  /// The rating without impairments.
  static let basicRating = 93.2

  /// What a one-way delay from mouth to ear takes from the rating.
  package static func delayImpairment(
    milliseconds delay: Double, _ form: VoiceModel.DelayForm
  ) -> Double {
    switch form {
    case .simplified: 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0)
    case .g107: standardImpairment(milliseconds: delay)
    }
  }

  /// G.107's Idd: nothing up to 100 ms.
  private static func standardImpairment(milliseconds delay: Double) -> Double {
    guard delay > 100 else { return 0 }
    let x = log2(delay / 100)
    let sixth = 1.0 / 6
    return 25 * (pow(1 + pow(x, 6), sixth) - 3 * pow(1 + pow(x / 3, 6), sixth) + 2)
  }

  /// What a codec and the packets it lacks take from the rating (Ie,eff).
  ///
  /// - Parameters:
  ///   - impairment: the codec's own (Ie).
  ///   - robustness: the codec's against loss (Bpl).
  ///   - lossPercent: packets that are not there when they are to be played.
  ///   - burstRatio: how much longer bursts of lost packets are than at random.
  package static func lossImpairment(
    impairment: Double, robustness: Double, lossPercent: Double, burstRatio: Double
  ) -> Double {
    impairment + (95 - impairment) * lossPercent / (lossPercent / burstRatio + robustness)
  }

  /// The rating that is left.
  package static func rating(delay: Double, loss: Double) -> Double { basicRating - delay - loss }

  /// The mean opinion score of a rating, from 1 to 4.5.
  package static func score(rating: Double) -> Double {
    if rating <= 0 { return 1 }
    if rating >= 100 { return 4.5 }
    return max(1, 1 + 0.035 * rating + 7e-6 * rating * (rating - 60) * (100 - rating))
  }
}
