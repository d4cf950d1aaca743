"""Names that are found in texts although no row has them, and that others are given instead."""

_GIVEN = (
    "Aaron Abigail Adam Adrian Aisha Alan Albert Alejandro Alex Alexander Alexandra Alice"
    " Alicia Alison Amanda Amber Amir Amy Ana Andre Andrea Andrew Angela Anita Anna Anne Anthony"
    " Antonio Arjun Arthur Ashley Barbara Ben Benjamin Beth Bob Brandon Brenda Brian Bruce Bruno"
    " Camila Carl Carla Carlos Carmen Carol Caroline Catherine Charles Charlotte Chloe Chris"
    " Christina Christopher Claire Clara Claudia Colin Craig Cristina Dan Dana Daniel Daniela"
    " Dave David Deborah Dennis Diana Diego Dmitri Donald Donna Doug Douglas Edward Elena Eli"
    " Elias Elizabeth Ella Ellen Emily Emma Eric Erik Erin Esther Ethan Eva Evelyn Fatima Felix"
    " Fernando Fiona Francis Frank Gabriel Gary George Gina Giulia Gloria Greg Gregory Hannah"
    " Harold Heather Helen Henry Howard Hugo Ian Ines Ingrid Irene Isaac Isabel Ivan Jack Jacob"
    " James Jamie Jane Janet Jason Javier Jeff Jeffrey Jennifer Jenny Jeremy Jerry Jesse Jessica"
    " Jill Jim Joan Joanna Joe Joel John Jonathan Jorge Jose Joseph Joshua Juan Judith Judy"
    " Julia Julian Julie Justin Karen Karim Karl Kate Katherine Kathleen Katie Keith Kelly Ken"
    " Kenneth Kevin Kim Kimberly Kyle Larry Laura Lauren Leah Lena Leo Leon Leonard Lila Linda"
    " Lisa Louis Louise Lucas Lucia Lucy Luis Luke Lydia Madison Manuel Marcus Margaret Maria"
    " Mariana Marie Marina Mario Martha Martin Mary Mateo Matt Matthew Maya Megan Melanie"
    " Melissa Michael Michelle Miguel Mike Mohammed Monica Nadia Naomi Natalie Nathan Neil"
    " Nicholas Nicole Nina Noah Nora Olga Oliver Olivia Omar Oscar Pablo Pamela Patricia Patrick"
    " Paul Paula Pedro Peter Philip Phil Pia Priya Rachel Rafael Raj Ralph Ravi Raymond Rebecca"
    " Ricardo Richard Rick Robert Roberto Roger Ronald Rosa Russell Ruth Ryan Sally Sam Samantha"
    " Samir Samuel Sandra Sara Sarah Scott Sean Sergio Sharon Simon Sofia Sonia Sophia Sophie"
    " Stefan Stella Stephanie Stephen Steve Steven Stuart Susan Suzanne Tara Ted Teresa Theo"
    " Theresa Thomas Tim Timothy Tom Tony Tracy Tyler Uma Valentina Valerie Vanessa Veronica"
    " Victor Victoria Vincent Virginia Vivian Walter Wanda Wendy William Yasmin Yuki Yusuf Zara"
    " Zoe"
)
_FAMILY = (
    "Abbott Acosta Adeyemi Aguilar Almeida Andersen Arnold Bailey Balogun Barrett Becker"
    " Bennett Bianchi Boyle Bradley Brandt Burgess Cabrera Calderon Castillo Chaudhry Coleman"
    " Conti Correia Cruz Dalton Delacroix Donovan Dubois Duarte Eriksen Esposito Falk Fernandes"
    " Fischer Fontaine Fraser Fujita Gallagher Garrett Goncalves Gutierrez Haddad Hansen Haruna"
    " Hartmann Herrera Hoffmann Holloway Horvat Hussain Ibarra Ivanov Iyer Jansen Jensen"
    " Kaminski Kapoor Keller Kowalczyk Krause Laurent Lindgren Lombardi Lopes Lucero Maddox"
    " Madsen Marchetti Mbeki Mendoza Moreau Mukherjee Navarro Nielsen Novak Obrien Okafor Olsen"
    " Ortega Osei Pacheco Petrov Pham Pillai Quintero Ramsey Renner Reyes Ricci Romano Sandoval"
    " Santos Sato Schreiber Serrano Silva Sorensen Stanton Svensson Takeda Tanaka Thorne Torres"
    " Tran Ueda Valdez Vargas Vasquez Vogel Wagner Weber Whitaker Winslow Yamada Yilmaz Zamora"
    " Zhang Zimmer"
)

GIVEN = tuple(_GIVEN.split())
FAMILY = tuple(_FAMILY.split())

__all__ = ["FAMILY", "GIVEN"]
