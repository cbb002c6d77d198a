INSERT INTO record (
  id, kind, finding, occurred, patrol, place, lat, lon, accuracy_m, ward, order_areas, summary, missing, missing_count, photos, withdrawn,
  duplicate, standing, due, due_clock, leader_due, leader_due_clock, two_versions, open_questions, review, changed, status, reference, first_book, first_number, first_wall, author, own_last,
  spot, named, mark, person, signs, seen
) VALUES (
  :id, :kind, :finding, :occurred, :patrol, :place, :lat, :lon, :accuracy_m, :ward, :order_areas, :summary, :missing, :missing_count, :photos,
  :withdrawn, :duplicate, :standing, :due, :due_clock, :leader_due, :leader_due_clock, :two_versions, :open_questions, :review, :changed, :status, :reference, :first_book, :first_number,
  :first_wall, :author, :own_last,
  :spot, :named, :mark, :person, :signs, :seen
)
ON CONFLICT (id) DO UPDATE SET
  kind = :kind, finding = :finding, occurred = :occurred, patrol = :patrol, place = :place,
  lat = :lat, lon = :lon, accuracy_m = :accuracy_m, ward = :ward, order_areas = :order_areas, summary = :summary, missing = :missing, missing_count = :missing_count, photos = :photos,
  withdrawn = :withdrawn, duplicate = :duplicate, standing = :standing,
  due = :due, due_clock = :due_clock, leader_due = :leader_due, leader_due_clock = :leader_due_clock, two_versions = :two_versions, open_questions = :open_questions, review = :review,
  changed = :changed, status = :status, reference = :reference, first_book = :first_book, first_number = :first_number,
  first_wall = :first_wall, author = :author, own_last = max(own_last, :own_last),
  spot = :spot, named = :named, mark = :mark, person = :person, signs = :signs, seen = :seen
RETURNING seq
