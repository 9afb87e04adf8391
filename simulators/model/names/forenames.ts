/** Common first names of many origins. Nobody in particular bears them together with the invented surnames beside this file. */
// prettier-ignore
export const girlsNames = [
  'Amelia', 'Ayesha', 'Beatrice', 'Bronwen', 'Chidinma', 'Chloe', 'Daisy', 'Ebony', 'Eilidh', 'Eleanor', 'Erin', 'Fatima',
  'Freya', 'Grace', 'Hannah', 'Harriet', 'Inaya', 'Imogen', 'Isla', 'Ivy', 'Jasmine', 'Jaya', 'Kezia', 'Lakshmi', 'Layla',
  'Lena', 'Lottie', 'Maja', 'Maryam', 'Matilda', 'Mei', 'Mia', 'Molly', 'Nadia', 'Naomi', 'Ngozi', 'Niamh', 'Nora', 'Olivia',
  'Oluchi', 'Orla', 'Poppy', 'Priya', 'Renée', 'Rosa', 'Ruby', 'Safiya', 'Saoirse', 'Shreya', 'Sienna', 'Simran', 'Sofia',
  'Tabitha', 'Tamsin', 'Thandi', 'Thea', 'Violet', 'Wiktoria', 'Yasmin', 'Zara', 'Zofia', 'Zoë',
] as const

// prettier-ignore
export const boysNames = [
  'Aaron', 'Adam', 'Ahmed', 'Alfie', 'Amir', 'Aran', 'Archie', 'Arjun', 'Arthur', 'Ben', 'Bilal', 'Callum', 'Chidi', 'Connor',
  'Dafydd', 'Daniel', 'Dev', 'Dylan', 'Edward', 'Eesa', 'Ellis', 'Emeka', 'Ethan', 'Ewan', 'Finlay', 'Freddie', 'George',
  'Gethin', 'Hamza', 'Harry', 'Haruki', 'Hugo', 'Ibrahim', 'Idris', 'Isaac', 'Jack', 'Jakub', 'Jamal', 'Jayden', 'José', 'Kai',
  'Kacper', 'Kofi', 'Kwame', 'Leo', 'Liam', 'Luca', 'Malik', 'Mateusz', 'Mohammed', 'Noah', 'Oisín', 'Omar', 'Oscar', 'Rafael',
  'Ravi', 'Reuben', 'Rohan', 'Samuel', 'Seán', 'Tariq', 'Theo', 'Tomos', 'Wei', 'Yusuf', 'Zachary',
] as const
