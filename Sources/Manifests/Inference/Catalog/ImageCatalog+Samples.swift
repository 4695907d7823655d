/// Images of well-known sample applications whose hosts are written in their code.
extension ImageCatalog {
  static let samples = [
    // The guestbook of GoogleCloudPlatform/kubernetes-engine-samples (guestbook.php); the older
    // names are those of the guestbook of kubernetes/examples.
    ImageEntry(
      names: ["gb-frontend"], role: .application,
      hosts: ["redis-leader", "redis-follower", "redis-master", "redis-replica", "redis-slave"]),
    // istio/istio, samples/bookinfo/src/productpage/productpage.py
    ImageEntry(
      names: ["examples-bookinfo-productpage-v1"], role: .application,
      hosts: ["details", "reviews"]),
    // istio/istio, samples/bookinfo/src/reviews: the first version shows no stars.
    ImageEntry(
      names: ["examples-bookinfo-reviews-v2", "examples-bookinfo-reviews-v3"], role: .application,
      hosts: ["ratings"]),
  ]
}
