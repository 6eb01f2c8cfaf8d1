// Cities that the map names: the first list from afar, the second nearer, the third nearer still. Where they lie is in
// crates/territory/data/cities.csv.
export const CITIES = [
  `
    New York NY, Los Angeles CA, Chicago IL, Houston TX, Phoenix AZ, Philadelphia PA, San Antonio TX,
    Dallas TX, Seattle WA, Denver CO, Boston MA, Atlanta GA, Miami FL, Minneapolis MN, San Francisco CA,
    Saint Louis MO, New Orleans LA, Kansas City MO, Detroit MI, Salt Lake City UT, Portland OR, Las Vegas NV,
    Nashville TN, Charlotte NC, Washington DC, Honolulu HI, Anchorage AK
  `,
  `
    San Diego CA, Sacramento CA, Fresno CA, Tampa FL, Orlando FL, Jacksonville FL, Austin TX, El Paso TX,
    Fort Worth TX, Oklahoma City OK, Tulsa OK, Albuquerque NM, Tucson AZ, Boise ID, Spokane WA, Billings MT,
    Missoula MT, Cheyenne WY, Fargo ND, Bismarck ND, Sioux Falls SD, Rapid City SD, Omaha NE, Des Moines IA,
    Wichita KS, Little Rock AR, Memphis TN, Louisville KY, Cincinnati OH, Columbus OH, Cleveland OH,
    Indianapolis IN, Milwaukee WI, Madison WI, Pittsburgh PA, Buffalo NY, Baltimore MD, Richmond VA,
    Raleigh NC, Columbia SC, Charleston SC, Birmingham AL, Jackson MS, Burlington VT, Manchester NH,
    Portland ME, Hartford CT, Providence RI, Charleston WV, Reno NV, Fairbanks AK
  `,
  `
    San Jose CA, Long Beach CA, Bakersfield CA, Oakland CA, Santa Barbara CA, Redding CA, Eureka CA,
    Riverside CA, Eugene OR, Medford OR, Bend OR, Salem OR, Tacoma WA, Yakima WA, Bellingham WA,
    Great Falls MT, Idaho Falls ID, Pocatello ID, Twin Falls ID, Provo UT, Saint George UT, Flagstaff AZ,
    Yuma AZ, Santa Fe NM, Las Cruces NM, Colorado Springs CO, Grand Junction CO, Casper WY, Lincoln NE,
    Grand Island NE, Topeka KS, Lubbock TX, Amarillo TX, Corpus Christi TX, Laredo TX, Midland TX, Waco TX,
    Galveston TX, Shreveport LA, Baton Rouge LA, Lafayette LA, Springfield MO, Columbia MO, Fayetteville AR,
    Duluth MN, Rochester MN, Minot ND, Grand Forks ND, Pierre SD, Green Bay WI, Cedar Rapids IA, Davenport IA,
    Peoria IL, Springfield IL, Rockford IL, Fort Wayne IN, South Bend IN, Evansville IN, Grand Rapids MI,
    Lansing MI, Toledo OH, Dayton OH, Akron OH, Lexington KY, Knoxville TN, Chattanooga TN, Huntsville AL,
    Mobile AL, Montgomery AL, Biloxi MS, Pensacola FL, Tallahassee FL, Fort Myers FL, Savannah GA, Augusta GA,
    Macon GA, Greenville SC, Asheville NC, Greensboro NC, Wilmington NC, Norfolk VA, Roanoke VA, Harrisburg PA,
    Scranton PA, Erie PA, Allentown PA, Albany NY, Syracuse NY, Rochester NY, Newark NJ, Trenton NJ,
    Atlantic City NJ, New Haven CT, Worcester MA, Springfield MA, Concord NH, Bangor ME, Augusta ME, Dover DE,
    Wilmington DE, Morgantown WV, Juneau AK, Hilo HI
  `,
];
