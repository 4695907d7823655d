/// What an expression gives.
enum PromQLType: String {
  case scalar = "a scalar"
  case vector = "an instant vector"
  case matrix = "a range vector"
  case string = "a text"
}
