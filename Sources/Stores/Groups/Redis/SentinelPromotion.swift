/// A promotion by Sentinels of which clients do not know yet.
struct SentinelPromotion {
  /// Whether the primary was promoted and clients do not know it yet.
  var isUnannounced = false
  /// The master before the promotion, while its process lives, and the set of slots that did not
  /// replicate from it.
  var unseated: (slot: Int, strangers: BitSet)?
  /// What the promotion cost, and those before it that clients never learned of.
  var unheard: UnheardPromotion?
}
